import { describe, expect, test } from 'vitest';
import { createLogger, requestId, requestLog } from './log.ts';
import { prettyLine } from './pretty.ts';

function capture(options: {
  isTTY?: boolean;
  format?: 'json' | 'pretty';
  redact?: (line: string) => string;
}) {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    format: options.format,
    ...(options.redact ? { redact: options.redact } : {}),
    output: { write: (line) => lines.push(line), isTTY: options.isTTY ?? false },
  });
  return { log, lines };
}

describe('createLogger', () => {
  test('writes one JSON object per line away from a terminal', () => {
    const { log, lines } = capture({});
    log.info({ port: 3000 }, 'listening');
    log.debug('not this');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    const entry = JSON.parse(lines[0] ?? '');
    expect(entry).toEqual({ level: 'info', time: expect.any(String), port: 3000, msg: 'listening' });
    expect(Number.isNaN(Date.parse(entry.time))).toBe(false);
  });

  test.each([
    [{ isTTY: true }, true],
    [{ isTTY: false }, false],
    [{ isTTY: true, format: 'json' as const }, false],
    [{ isTTY: false, format: 'pretty' as const }, true],
  ])('%o is readable: %s', (options, pretty) => {
    const { log, lines } = capture(options);
    log.warn('something');
    expect(lines[0]).toMatch(pretty ? /^\d\d:\d\d:\d\d WARN {2}something\n$/ : /^\{.*\}\n$/);
  });

  test('fields that hold secrets are blanked', () => {
    const { log, lines } = capture({});
    log.info({
      password: 'hunter22',
      request: { headers: { cookie: 'session=abc', host: 'x' } },
      user: { token: 't0ken' },
    });
    for (const secret of ['hunter22', 'session=abc', 't0ken']) expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain('"host":"x"');
  });

  test('the redaction passes over messages and stacks', () => {
    const { log, lines } = capture({ redact: (line) => line.replaceAll('s3cret', '***') });
    log.error(new Error('connect postgresql://u:s3cret@h failed'), 'no s3cret here');
    expect(lines.join('')).not.toContain('s3cret');
    expect(lines.join('')).toContain('no *** here');
  });

  test('lines of a request carry its id', () => {
    const { log, lines } = capture({});
    requestLog(log, 'abc-12345').info('done');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'abc-12345', msg: 'done' });
  });
});

describe('requestId', () => {
  test('keeps a plain id of the caller', () => {
    expect(requestId('proxy.id_0001-a')).toBe('proxy.id_0001-a');
  });

  test.each([
    undefined,
    '',
    'short',
    'a'.repeat(65),
    'has space in it',
    'new\nline-in-it',
    '<script>alert</script>',
  ])('makes a fresh one for %j', (header) => {
    expect(requestId(header)).toMatch(/^[0-9a-f-]{36}$/);
    expect(requestId(header)).not.toBe(requestId(header));
  });
});

describe('prettyLine', () => {
  test('shows fields after the message and the stack below', () => {
    const line = JSON.stringify({
      time: '2026-01-02T03:04:05.678Z',
      level: 'error',
      msg: 'render failed',
      src: 'a/b c.jpg',
      ms: 12,
      err: { message: 'x', stack: 'Error: x\n    at y' },
    });
    expect(prettyLine(line)).toBe(
      '03:04:05 ERROR render failed src="a/b c.jpg" ms=12\n  Error: x\n      at y\n',
    );
  });

  test('control characters in a message do not reach the terminal', () => {
    expect(prettyLine(JSON.stringify({ msg: 'a\u001b[31mb\rc' }))).toBe('a\ufffd[31mb\ufffdc\n');
  });

  test('passes on what is not a log entry', () => {
    expect(prettyLine('plain words\n')).toBe('plain words\n');
    expect(prettyLine('null\n')).toBe('null\n');
  });
});
