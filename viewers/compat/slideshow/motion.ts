/** How a slide stands in the box during a change. */
type Stance = { shift: number; opacity: number; layer: number };

const REST: Stance = { shift: 0, opacity: 1, layer: 1 };

/**
 * Where the old and the new slide are at a moment of the change.
 * @param progress 0 at the beginning, 1 at the end
 * @param direction 1 when the new one comes from the right
 * @returns shifts in widths of the box
 */
export function stances(mode: string, progress: number, direction: 1 | -1): { old: Stance; next: Stance } {
  const coming = (1 - progress) * direction;
  switch (mode) {
    case 'fade':
      return { old: { ...REST, opacity: 1 - progress }, next: { ...REST, layer: 2, opacity: progress } };
    case 'stack':
      return { old: REST, next: { ...REST, layer: 2, shift: coming } };
    default:
      return { old: { ...REST, shift: coming - direction }, next: { ...REST, layer: 2, shift: coming } };
  }
}

export function stand(slide: HTMLElement, { shift, opacity, layer }: Stance): void {
  slide.style.visibility = 'visible';
  slide.style.transform = shift === 0 ? 'none' : `translateX(${shift * 100}%)`;
  slide.style.opacity = String(opacity);
  slide.style.zIndex = String(layer);
}

/** Alone in the box. */
export function standStill(slide: HTMLElement): void {
  stand(slide, REST);
}

/** Out of sight, also for the keyboard and screen readers. */
export function hide(slide: HTMLElement): void {
  slide.style.visibility = 'hidden';
  slide.style.zIndex = '0';
}
