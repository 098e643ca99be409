import { expect } from 'vitest';

type Refusal = { status: number; body: Buffer; headers: { get(name: string): string | null } };

/** What no stranger may learn: places on the server, code, and the words of libraries. */
const TELLING = [
  /node_modules|node:internal|\.ts\b/,
  /^\s*at .+:\d+:\d+/m,
  /vips|librsvg|libpng|spng|libjpeg|libtiff|libwebp|libheif|nsgif|glib|prisma|postgres/i,
  /\bE(?:NOENT|ACCES|ISDIR|LOOP|NAMETOOLONG|INVAL|PERM)\b/,
  /\b(?:Type|Range|Syntax|Reference)?Error:/,
];

/** Checks that an answer is a picture or a short refusal that gives nothing away; returns its status. */
export function expectHarmless({ status, body, headers }: Refusal, secrets: readonly string[]): number {
  expect(status).toBeLessThan(500);
  if (status < 400) return status;
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('cache-control')).toBeNull();
  const text = body.toString();
  expect(text.length).toBeLessThan(1200);
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const pattern of TELLING) expect(text).not.toMatch(pattern);
  return status;
}

/** Samples the memory of this process; `growth` = most megabytes above the start. */
export function watchMemory(): { growth(): number; stop(): void } {
  const { rss: start } = process.memoryUsage();
  let most = start;
  const look = () => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const timer = setInterval(look, 20);
  return {
    growth() {
      look();
      return (most - start) / 1e6;
    },
    stop: () => clearInterval(timer),
  };
}
