const CLEAR = 256;
const END = 257;
const FIRST = 258;
const LONGEST_CODE = 12;
const MOST_CODES = 1 << LONGEST_CODE;

/**
 * Unpacks LZW as TIFF has it: the weightiest bit first, codes grow one early.
 * Source: TIFF 6.0, section 13.
 *
 * @param most bytes of the result; the rest is left out
 */
export function unpackLzw(packed: Uint8Array, most: number): Buffer {
  const result = Buffer.alloc(most);
  /** Where in the result the text of a code stands, and how long it is. */
  const starts = new Uint32Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES);
  let next = FIRST;
  let width = 9;
  let bits = 0;
  let held = 0;
  let written = 0;
  let before = -1;
  let beforeAt = 0;
  for (let at = 0; written < most; ) {
    while (held < width && at < packed.length) {
      bits = ((bits << 8) | (packed[at] ?? 0)) & 0xff_ff_ff;
      at += 1;
      held += 8;
    }
    if (held < width) break;
    const code = (bits >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === END) break;
    if (code === CLEAR) {
      next = FIRST;
      width = 9;
      before = -1;
      continue;
    }
    const start = written;
    const beforeLength = before < 0 ? 0 : before < CLEAR ? 1 : (lengths[before] ?? 0);
    if (code < CLEAR) result[written++] = code;
    else if (code < next || (code === next && before >= 0)) {
      // A code that is not known yet is the text before with its first byte at the end.
      const [from, length] =
        code < next ? [starts[code] ?? 0, lengths[code] ?? 0] : [beforeAt, beforeLength + 1];
      for (let i = 0; i < length && written < most; i++) result[written++] = result[from + i] ?? 0;
    } else throw new Error('a code that does not exist');
    if (before >= 0 && next < MOST_CODES) {
      starts[next] = beforeAt;
      lengths[next] = beforeLength + 1;
      next += 1;
    }
    if (next >= (1 << width) - 1 && width < LONGEST_CODE) width += 1;
    before = code;
    beforeAt = start;
  }
  return result.subarray(0, written);
}
