/** Pixels of a strip of thumbnails besides the thumbnails themselves: borders and space above and below. */
const STRIP_EXTRA = 12;

/**
 * Height of the strip, and of the large picture above it: what the container leaves, made even so that its middle is a
 * whole pixel.
 * @param margins vertical margins of both that style sheets add
 */
export function heights(
  container: number,
  thumbnail: number,
  margins: number,
): { main: number; strip: number } {
  const strip = thumbnail + STRIP_EXTRA;
  return { strip, main: Math.max(0, 2 * Math.floor((container - strip - margins) / 2)) };
}

/** Where a strip is scrolled to so that a stretch of it is seen; its beginning when it is longer than what is seen. */
export function scrollTo(
  scroll: number,
  visible: number,
  { from, to }: { from: number; to: number },
): number {
  if (from < scroll || to - from > visible) return from;
  return to > scroll + visible ? to - visible : scroll;
}

/** Place and size of a gallery over a window, with a margin of a fortieth of the window's shorter side. */
export function fullScreenBox(
  width: number,
  height: number,
): { left: number; top: number; width: number; height: number } {
  const margin = Math.round(Math.min(width, height) / 40);
  return {
    left: margin,
    top: margin,
    width: Math.max(250, width - 2 * margin),
    height: Math.max(250, height - 2 * margin),
  };
}
