type Entry = { time?: string; level?: string; msg?: string; err?: { stack?: string; message?: string } };

/**
 * One JSON log line as a line for people: time of day, level, message, then the other fields. An error's
 * stack follows on lines of its own. Text that is not a JSON object is returned unchanged.
 */
export function prettyLine(line: string): string {
  let entry: Entry & Record<string, unknown>;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  if (typeof entry !== 'object' || entry === null) return line;
  const { time, level, msg, err, ...fields } = entry;
  const clock = typeof time === 'string' ? time.slice(11, 19) : '';
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${show(value)}`);
  const head = [clock, (level ?? '').toUpperCase().padEnd(5), printable(msg ?? ''), ...rest].join(' ').trim();
  const trace = err?.stack ?? err?.message;
  return trace === undefined ? `${head}\n` : `${head}\n  ${trace.split('\n').map(printable).join('\n  ')}\n`;
}

function show(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
}

/** Without control characters: what a request put into a message must not steer the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
