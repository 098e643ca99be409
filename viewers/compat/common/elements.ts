/** An element or its id, as the public functions take it. */
export type ElementOrId = Element | string | null | undefined;

/** The element; null when there is none. */
export function findElement(which: ElementOrId): HTMLElement | null {
  const found = typeof which === 'string' ? document.getElementById(which) : which;
  return found instanceof HTMLElement ? found : null;
}

/** Room inside an element in whole CSS pixels: without borders and scroll bars, and without padding unless wanted. */
export function innerSize(element: HTMLElement, withPadding = false): { width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = element;
  if (withPadding) return { width, height };
  const style = getComputedStyle(element);
  const pixels = (value: string) => Number.parseFloat(value) || 0;
  return {
    width: Math.max(0, Math.floor(width - pixels(style.paddingLeft) - pixels(style.paddingRight))),
    height: Math.max(0, Math.floor(height - pixels(style.paddingTop) - pixels(style.paddingBottom))),
  };
}

/** Distances from an element's outer edges to its content: borders and padding, in CSS pixels. */
export function innerOffsets(element: Element): { top: number; left: number; bottom: number; right: number } {
  const style = getComputedStyle(element);
  const sum = (side: 'Top' | 'Left' | 'Bottom' | 'Right') =>
    (Number.parseFloat(style[`border${side}Width`]) || 0) + (Number.parseFloat(style[`padding${side}`]) || 0);
  return { top: sum('Top'), left: sum('Left'), bottom: sum('Bottom'), right: sum('Right') };
}

/** Position of an element's outer top left corner in the page, in CSS pixels. */
export function pagePosition(element: Element): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: box.left + window.scrollX, y: box.top + window.scrollY };
}

/** Calls back once the document can be used; at once when it can already. */
export function whenReady(callback: () => void): void {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => callback(), { once: true });
  } else callback();
}
