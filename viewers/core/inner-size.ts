/** Width and height of what is inside an element's padding, in CSS pixels, as layout fractions are rounded. */
export function innerSize(element: HTMLElement): { width: number; height: number } {
  const style = getComputedStyle(element);
  const space = (...sides: string[]) => sides.reduce((sum, side) => sum + (Number.parseFloat(side) || 0), 0);
  return {
    width: Math.max(0, Math.round(element.clientWidth - space(style.paddingLeft, style.paddingRight))),
    height: Math.max(0, Math.round(element.clientHeight - space(style.paddingTop, style.paddingBottom))),
  };
}

/** An element, or the one with that id. */
export function findElement(elementOrId: HTMLElement | string): HTMLElement | null {
  return typeof elementOrId === 'string' ? document.getElementById(elementOrId) : elementOrId;
}
