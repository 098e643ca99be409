import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '#lib/db/client.ts';
import { loadProfiles } from '#lib/imaging/profiles.ts';
import { imagingVersions } from '#lib/imaging/versions.ts';
import { loadTemplates } from '#lib/templates/store.ts';
import { formatOf, knownExtensions } from '#lib/transform/formats.ts';

/** What a server is and can do. */
export type About = {
  version: string;
  node: string;
  /** Versions of the imaging libraries by name. */
  libraries: Record<string, string>;
  formats: Array<{
    name: string;
    extensions: string[];
    canRead: boolean;
    canWrite: boolean;
    alpha: boolean;
    multiPage: boolean;
  }>;
  profiles: Array<{ name: string; family: string }>;
  templates: string[];
  defaultTemplate: string;
};

/** Makes the function that tells what this server is; what cannot change while it runs is read once. */
export function createAbout(db: Database, iccDir: string | undefined): () => Promise<About> {
  let fixed: Promise<Omit<About, 'templates' | 'defaultTemplate'>> | undefined;
  return async () => {
    fixed ??= readFixed(iccDir);
    const { templates, defaultName } = await loadTemplates(db);
    return {
      ...(await fixed),
      templates: templates.map(({ name }) => name),
      defaultTemplate:
        templates.find(({ name }) => name.toLowerCase() === defaultName.toLowerCase())?.name ?? defaultName,
    };
  };
}

async function readFixed(iccDir: string | undefined): Promise<Omit<About, 'templates' | 'defaultTemplate'>> {
  const profiles = loadProfiles(iccDir);
  return {
    version: await ownVersion(),
    node: process.versions.node,
    libraries: imagingVersions(),
    formats: readFormats(),
    profiles: profiles.names.map((name) => ({ name, family: profiles.get(name)?.family ?? '' })),
  };
}

async function ownVersion(): Promise<string> {
  const file = join(import.meta.dirname, '../../package.json');
  const text = await readFile(/* turbopackIgnore: true */ file, 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { version?: string }).version ?? 'unknown';
}

/** Formats with all their extensions, in the order in which they are known. */
function readFormats(): About['formats'] {
  const byName = new Map<string, About['formats'][number]>();
  for (const extension of knownExtensions()) {
    const format = formatOf(extension);
    if (!format) continue;
    const known = byName.get(format.name);
    if (known) known.extensions.push(extension);
    else {
      const { name, canRead, canWrite, alpha, multiPage } = format;
      byName.set(name, { name, extensions: [extension], canRead, canWrite, alpha, multiPage });
    }
  }
  return [...byName.values()];
}
