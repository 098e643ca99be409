import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { formatBytes } from '#lib/format/bytes.ts';
import type { Services } from './services.ts';

/** One thing that an installation needs, and how it stands with it. */
export type InstallationCheck = { name: string; state: 'good' | 'warning' | 'bad'; text: string };

/** Less than this is soon used up by uploads and pictures made of them. */
const LITTLE_SPACE = 2_000_000_000;

/** What each part is for those who look after the server. */
const PARTS: ReadonlyArray<readonly [part: string, name: string, good: string]> = [
  ['database', 'Database', 'Answers'],
  ['storage', 'Picture folder', 'Can be read'],
  ['cache', 'Cache', 'Answers'],
  ['render', 'Image library', 'Has drawn a test picture'],
];

/** Looks at everything that a new installation needs. Takes up to three seconds. Never rejects. */
export async function checkInstallation({
  settings,
  unready,
}: Pick<Services, 'settings' | 'unready'>): Promise<InstallationCheck[]> {
  const { imagesDir } = settings.server;
  const [problems, writing, space] = await Promise.all([
    unready(),
    checkWriting(imagesDir),
    checkSpace(imagesDir),
  ]);
  const parts = PARTS.map(([part, name, good]): InstallationCheck => {
    const problem = problems.find((each) => each.part === part)?.problem;
    return problem === undefined
      ? { name, state: 'good', text: good }
      : { name, state: 'bad', text: problem };
  });
  return [...parts, writing, space];
}

async function checkWriting(folder: string): Promise<InstallationCheck> {
  const name = 'Uploads';
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return { name, state: 'good', text: `Can be stored in ${folder}` };
  } catch {
    return {
      name,
      state: 'bad',
      text: `The server may not write to ${folder}. Give its account the right to.`,
    };
  }
}

async function checkSpace(folder: string): Promise<InstallationCheck> {
  const name = 'Free space';
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${formatBytes(free)} for pictures`;
    return free < LITTLE_SPACE
      ? { name, state: 'warning', text: `Only ${text}` }
      : { name, state: 'good', text };
  } catch {
    return { name, state: 'warning', text: 'Could not be found out' };
  }
}
