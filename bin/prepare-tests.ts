import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium, findProgram } from './testing/find-program.ts';

type Need = { what: string; debianPackage: string; present: () => boolean };

const PROFILES = '/usr/share/color/icc';

const NEEDS: readonly Need[] = [
  {
    what: 'Chromium, for the browser journeys',
    debianPackage: 'chromium-headless-shell',
    present: () => findChromium() !== undefined || existsSync(chromium.executablePath()),
  },
  {
    what: 'redis-server, for the shared cache',
    debianPackage: 'redis-server',
    present: () => findProgram('redis-server') !== undefined,
  },
  {
    what: 'slapd, the directory that people sign in from',
    debianPackage: 'slapd',
    present: () => findProgram('slapd') !== undefined && findProgram('slapadd') !== undefined,
  },
  {
    what: 'openssl, for certificates',
    debianPackage: 'openssl',
    present: () => findProgram('openssl') !== undefined,
  },
  {
    what: `colour profiles in ${PROFILES}`,
    debianPackage: 'icc-profiles-free',
    present: () => existsSync(PROFILES) && readdirSync(PROFILES).some((name) => /\.icc$/i.test(name)),
  },
  {
    what: 'transicc, the reference for colour',
    debianPackage: 'liblcms2-utils',
    present: () => findProgram('transicc') !== undefined,
  },
  {
    what: 'ImageMagick, the reference for formats',
    debianPackage: 'imagemagick',
    present: () => findProgram('convert') !== undefined,
  },
  {
    what: 'pdftoppm, the reference for PDF',
    debianPackage: 'poppler-utils',
    present: () => findProgram('pdftoppm') !== undefined,
  },
  {
    what: 'qpdf, which makes and checks PDF',
    debianPackage: 'qpdf',
    present: () => findProgram('qpdf') !== undefined,
  },
  {
    what: 'Ghostscript, which reads PostScript',
    debianPackage: 'ghostscript',
    present: () => findProgram('gs') !== undefined,
  },
  {
    what: 'img2dcm, which makes DICOM',
    debianPackage: 'dcmtk',
    present: () => findProgram('img2dcm') !== undefined,
  },
  {
    what: 'heif-enc, which makes HEIC',
    debianPackage: 'libheif-examples',
    present: () => findProgram('heif-enc') !== undefined,
  },
  {
    what: 'cjxl, which makes JPEG XL',
    debianPackage: 'libjxl-tools',
    present: () => findProgram('cjxl') !== undefined,
  },
  {
    what: 'opj_compress, which makes JPEG 2000',
    debianPackage: 'libopenjp2-tools',
    present: () => findProgram('opj_compress') !== undefined,
  },
  {
    what: 'exiftool, the reference for metadata',
    debianPackage: 'libimage-exiftool-perl',
    present: () => findProgram('exiftool') !== undefined,
  },
  {
    what: 'dcraw_emu, the reference for camera raw',
    debianPackage: 'libraw-bin',
    present: () => findProgram('dcraw_emu') !== undefined,
  },
  {
    what: 'tiff2rgba, the reference for YCbCr in TIFF',
    debianPackage: 'libtiff-tools',
    present: () => findProgram('tiff2rgba') !== undefined,
  },
];

/**
 * Makes sure that the programs the tests compare with or talk to are there; on Debian they are installed.
 * Says nothing when all are. Where they cannot be installed it names what is missing and lets the tests
 * that need it fail by themselves.
 */
export function prepareTests(): void {
  const missing = NEEDS.filter((need) => !need.present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debianPackage);
  const trouble = install(packages);
  const left = missing.filter((need) => !need.present());
  if (left.length === 0) return;
  const lines = left.map((need) => `  ${need.what} (Debian package ${need.debianPackage})`);
  console.error(`Tests that need these will fail:\n${lines.join('\n')}\n${trouble ?? ''}`.trimEnd());
}

/** Answers what went wrong, or undefined. */
function install(packages: string[]): string | undefined {
  const aptGet = findProgram('apt-get');
  if (aptGet === undefined)
    return 'They are installed by themselves on Debian only; elsewhere please install them.';
  const prefix = privilegePrefix();
  if (prefix === undefined) return `Please run: sudo apt-get install ${packages.join(' ')}`;
  console.log(`Installing what the tests need: ${packages.join(' ')}`);
  const update = ['update', '--quiet=2'];
  const add = ['install', '--yes', '--quiet=2', '--no-install-recommends', ...packages];
  for (const step of [update, add]) {
    const [program, ...args] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      aptGet,
      '--option=DPkg::Lock::Timeout=300',
      ...step,
    ];
    const result = spawnSync(program ?? aptGet, args, { encoding: 'utf8' });
    // A package list that could not be renewed may still do.
    if (result.status !== 0 && step === add) return `apt-get failed:\n${result.stderr}`;
  }
  return undefined;
}

/** Undefined when packages cannot be installed without asking for a password. */
function privilegePrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (sudo === undefined || spawnSync(sudo, ['-n', 'true']).status !== 0) return undefined;
  return [sudo, '-n'];
}

if (import.meta.main) prepareTests();
