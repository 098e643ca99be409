import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** How the samples of a portable anymap lie. */
export type PnmHeader = {
  width: number;
  height: number;
  /** Samples of a pixel. */
  channels: number;
  /** Largest sample. */
  most: number;
  coding: 'text' | 'bytes' | 'bits' | 'text bits';
  /** Of a PAM; '' for the others. */
  tuple: string;
  pixelsAt: number;
};

const CHANNELS: Readonly<Record<string, number>> = { 1: 1, 2: 1, 3: 3, 4: 1, 5: 1, 6: 3 };
const LONGEST_HEADER = 4096;

/** Reads the header of P1 to P7. Source: the manual pages pbm, pgm, ppm and pam of netpbm. */
export function readPnmHeader(file: FileBytes): PnmHeader {
  const head = file.slice(0, Math.min(file.size, LONGEST_HEADER)).toString('latin1');
  const kind = head[1] ?? '';
  if (kind === '7') return readPam(head);
  const found = /^P[1-6](?:\s|#[^\r\n]*)+(\d{1,9})(?:\s|#[^\r\n]*)+(\d{1,9})/.exec(head) ?? undefined;
  const channels = CHANNELS[kind];
  if (found === undefined || channels === undefined) throw new Refusal('the header is not complete');
  const bits = kind === '1' || kind === '4';
  let end = found[0].length;
  let most = 1;
  if (!bits) {
    const rest = /^(?:\s|#[^\r\n]*)+(\d{1,5})/.exec(head.slice(end));
    if (!rest) throw new Refusal('the header is not complete');
    most = Number(rest[1]);
    end += rest[0].length;
  }
  checkMost(most);
  const text = Number(kind) <= 3;
  return {
    width: Number(found[1]),
    height: Number(found[2]),
    channels,
    most,
    coding: bits ? (text ? 'text bits' : 'bits') : text ? 'text' : 'bytes',
    tuple: '',
    // One blank stands between the header and binary samples.
    pixelsAt: text ? end : end + 1,
  };
}

function readPam(head: string): PnmHeader {
  const end = /^ENDHDR[^\n]*\n/m.exec(head);
  if (!end) throw new Refusal('the header is not complete');
  const pixelsAt = end.index + end[0].length;
  const lines = head.slice(0, end.index);
  const number = (name: string) => Number(new RegExp(`^${name}[ \\t]+(\\d{1,9})`, 'm').exec(lines)?.[1] ?? 0);
  const tuple = /^TUPLTYPE[ \t]+(\S+)/m.exec(lines)?.[1] ?? '';
  const most = number('MAXVAL');
  checkMost(most);
  return {
    width: number('WIDTH'),
    height: number('HEIGHT'),
    channels: number('DEPTH'),
    most,
    coding: 'bytes',
    tuple,
    pixelsAt,
  };
}

function checkMost(most: number): void {
  if (most < 1 || most > 65_535) throw new Refusal('the largest sample must be 1 to 65535');
}
