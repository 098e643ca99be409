import { type FileHandle, open } from 'node:fs/promises';

/** Left, bottom, right, top in points. */
export type Box = readonly [number, number, number, number];

/** Comments are looked for so far from either end. */
const REACH = 64 * 1024;
const DESCRIBED = 1024 * 1024;
const DOS_MARK = 0xc5_d0_d3_c6;
/** Points beyond which a box is made up. */
const FARTHEST = 1_000_000;

/**
 * The box that an encapsulated PostScript file (EPS) says it draws in, the finer one where there are two; undefined for
 * documents of pages and where none is stated. Source: Adobe's Encapsulated PostScript File Format Specification 3.0.
 */
export async function readEpsBox(name: string): Promise<Box | undefined> {
  const file = await open(name);
  try {
    const { from, to } = await postScriptPart(file);
    const head = await textAt(file, from, Math.min(REACH, to - from));
    const [version = ''] = head.split(/[\r\n]/, 1);
    if (from === 0 && !version.includes('EPSF')) return undefined;
    const comments = head.split(/^%%EndComments/m, 1).join('');
    if (!/^%%BoundingBox:\s*\(atend\)/m.test(comments)) return boxIn(comments);
    const tailFrom = Math.max(from, to - REACH);
    return boxIn(await textAt(file, tailFrom, to - tailFrom));
  } finally {
    await file.close();
  }
}

/** The first megabyte of the text, in which its descriptions stand. */
export async function readPostScriptHead(name: string): Promise<Buffer> {
  const file = await open(name);
  try {
    const { from, to } = await postScriptPart(file);
    const bytes = Buffer.alloc(Math.min(DESCRIBED, to - from));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Programs for DOS put a preview beside the text, and a table of both in front. */
async function postScriptPart(file: FileHandle): Promise<{ from: number; to: number }> {
  const { size } = await file.stat();
  const head = Buffer.alloc(12);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  if (bytesRead < head.length || head.readUInt32BE(0) !== DOS_MARK) return { from: 0, to: size };
  const from = head.readUInt32LE(4);
  return { from: Math.min(from, size), to: Math.min(from + head.readUInt32LE(8), size) };
}

async function textAt(file: FileHandle, at: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.toString('latin1', 0, bytesRead);
}

function boxIn(text: string): Box | undefined {
  return boxOf(text, 'HiResBoundingBox') ?? boxOf(text, 'BoundingBox');
}

function boxOf(text: string, name: string): Box | undefined {
  const found = new RegExp(`^%%${name}:[ \\t]*([-+.\\deE \\t]{1,200})\\s*$`, 'm').exec(text)?.[1];
  const [left, bottom, right, top, more] = (found ?? '').trim().split(/\s+/).map(Number);
  if (left === undefined || bottom === undefined || right === undefined || top === undefined)
    return undefined;
  const box: Box = [left, bottom, right, top];
  // NaN is refused by each of these.
  const sound =
    more === undefined && right > left && top > bottom && box.every((n) => Math.abs(n) < FARTHEST);
  return sound ? box : undefined;
}
