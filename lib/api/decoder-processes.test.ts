import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawing } from '#lib/imaging/testing/pdf-files.ts';
import { runCli } from './testing/cli.ts';
import type { Answer } from './testing/picture-server.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };
const SOUND = drawing(['1 0 0 rg 0 0 120 120 re f']);
/** More hundredths of a second than starting takes. */
const AT_WORK = 50;
/** At a thousand dots per inch it would take minutes. */
const ENDLESS = drawing(['0 0 120 120 re f '.repeat(400_000)]);

let data: string;
let server: ServerProcess;

/** Running processes that read files, of this parent when it is given; empty once they have ended. */
function decoders(parent?: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1');
      const [, state, ppid] = /.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'latin1')) ?? [];
      const isOne = command.includes('decode-worker') && !command.startsWith('/bin/sh') && state !== 'Z';
      return isOne && (parent === undefined || Number(ppid) === parent) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** The processes of this server that have been at work for a while since the first call. */
function watchWork(parent: number): () => number[] {
  const before = new Map(decoders(parent).map((id) => [id, ticksOf(id)]));
  return () => decoders(parent).filter((id) => ticksOf(id) > (before.get(id) ?? 0) + AT_WORK);
}

/** Hundredths of a second of a processor; 0 when it has ended. */
function ticksOf(id: number): number {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'latin1').replace(/.*\) /s, '').split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'decoders-'));
  await mkdir(join(data, 'originals'));
  for (const name of ['sound.pdf', 'next.pdf']) await writeFile(join(data, 'originals', name), SOUND);
  for (const name of ['crash.pdf', 'last.pdf']) await writeFile(join(data, 'originals', name), ENDLESS);
  const env = { DATA_DIR: data, IMAGES_DIR: join(data, 'originals') };
  server = await startServerProcess({ ...env, PDF_BURST_TO_PNG: 'no' });
  await runCli(['access', 'set', '/', 'Public', 'view'], env);
}, 60_000);

afterAll(async () => {
  await server?.kill();
  await rm(data, { recursive: true, force: true });
});

describe('a process that reads a file', () => {
  const ask = (name: string, dpi = 100) => server.get(`/image?src=${name}&dpi=${dpi}&format=png&width=50`);

  it('costs one request when it crashes', async () => {
    expect((await ask('sound.pdf')).status).toBe(200);
    const busy = watchWork(server.pid);
    let answer: Answer | undefined;
    void ask('crash.pdf', 1000).then((found) => {
      answer = found;
    });
    // One looks at the file, another draws it.
    const { status, body } = await vi.waitUntil(() => {
      for (const id of busy()) process.kill(id, 'SIGABRT');
      return answer;
    }, PATIENCE);
    expect(status).toBe(415);
    expect(body.toString()).toContain('damaged');
    expect((await ask('next.pdf')).status).toBe(200);
  }, 60_000);

  it('ends with a server that is killed', async () => {
    const busy = watchWork(server.pid);
    const asked = ask('last.pdf', 1000).catch(() => undefined);
    const id = await vi.waitUntil(() => busy()[0], PATIENCE);
    await server.kill();
    await asked;
    await expect.poll(() => decoders(), PATIENCE).not.toContain(id);
  }, 40_000);
});
