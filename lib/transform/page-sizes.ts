/** Millimetres of the short and the long side of paper (ISO 216; ANSI/ASME Y14.1 for those of North America). */
const MILLIMETRES = {
  a0: [841, 1189],
  a1: [594, 841],
  a2: [420, 594],
  a3: [297, 420],
  a4: [210, 297],
  a5: [148, 210],
  a6: [105, 148],
  b4: [250, 353],
  b5: [176, 250],
  letter: [215.9, 279.4],
  legal: [215.9, 355.6],
  tabloid: [279.4, 431.8],
} as const satisfies Record<string, readonly [number, number]>;

/** Paper that a picture can be put on; `image` = as large as the picture itself. */
export type PageSize = keyof typeof MILLIMETRES | 'image';

export const PAGE_SIZES = ['image', ...Object.keys(MILLIMETRES)] as PageSize[];

/** Points (1/72 inch) of the short and the long side. */
export function paperPoints(size: Exclude<PageSize, 'image'>): [number, number] {
  const [short, long] = MILLIMETRES[size];
  return [(short * 72) / 25.4, (long * 72) / 25.4];
}
