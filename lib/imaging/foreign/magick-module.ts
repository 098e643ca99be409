import { readFileSync } from 'node:fs';

/** Bytes that the decoders may take up in all; the file states 4 GiB. Unlike ImageMagick's own limits it binds the libraries inside as well. */
const MOST_MEMORY = 2 * 2 ** 30;
const PAGE_BYTES = 64 * 1024;
const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 1;

/**
 * Compiles ImageMagick, with the most memory that it may ask for written into it. Takes about a tenth of a second, so
 * threads hand the result on.
 */
export function compileMagick(): WebAssembly.Module {
  const file = new URL(import.meta.resolve('@imagemagick/magick-wasm/magick.wasm'));
  return new WebAssembly.Module(withMemoryLimit(new Uint8Array(readFileSync(file)), MOST_MEMORY));
}

/** Writes the maximum of the memory section, keeping its length. Source: WebAssembly Core Specification, 5.5. */
function withMemoryLimit(wasm: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  let at = 8;
  while (at < wasm.length) {
    const section = wasm[at] ?? 0;
    const [length, from] = readNumber(wasm, at + 1);
    if (section === MEMORY_SECTION) {
      const [, flagsAt] = readNumber(wasm, from);
      const [flags, minimumAt] = readNumber(wasm, flagsAt);
      if ((flags & HAS_MAXIMUM) === 0) break;
      const [, maximumAt] = readNumber(wasm, minimumAt);
      const [, end] = readNumber(wasm, maximumAt);
      writeNumber(wasm, maximumAt, end, bytes / PAGE_BYTES);
      return wasm;
    }
    at = from + length;
  }
  throw new Error('the memory of the WebAssembly module has no maximum that could be lowered');
}

/** An unsigned LEB128 number and where it ends. */
function readNumber(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
  throw new Error('the WebAssembly module cannot be read');
}

function writeNumber(bytes: Uint8Array, at: number, end: number, value: number): void {
  for (; at < end; at += 1, value = Math.floor(value / 128)) {
    bytes[at] = (value % 128) | (at < end - 1 ? 0x80 : 0);
  }
  if (value !== 0) throw new Error('the limit is longer than the one of the module');
}
