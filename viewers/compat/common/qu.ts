import {
  type ElementOrId,
  findElement,
  innerOffsets,
  innerSize,
  pagePosition,
  whenReady,
} from './elements.ts';
import { requestJson } from './json-request.ts';
import { clone, fromQueryString, merge, toQueryString } from './objects.ts';

/** The common library that pages of the original know as the global `QU`. */
export const QU = {
  version: 1,
  /** Whether the browser has what the viewers need. */
  supported: typeof Promise === 'function' && typeof fetch === 'function',

  /** The element of an id; an element is returned as it is. */
  id: (which: ElementOrId) => findElement(which),
  elClear(element: Element) {
    element.replaceChildren();
  },
  elRemove(element: Element) {
    element.remove();
  },
  /** Position of the outer top left corner in the page. */
  elOuterPosition: (element: Element) => pagePosition(element),
  /** Inner width and height, with padding when wanted. */
  elInnerSize: (element: HTMLElement, withPadding?: boolean) => innerSize(element, withPadding),
  /** Widths of border and padding on each side. */
  elInnerOffsets: (element: Element) => innerOffsets(element),
  /** Adds a class, or takes it away when `isSet` is false. */
  elSetClass(element: Element, name: string, isSet = true) {
    element.classList.toggle(name, isSet);
  },
  elHasClass: (element: Element, name: string) => element.classList.contains(name),
  /** Computed values of the named styles (as in `style`, or with hyphens). */
  elGetStyles(element: Element, names: readonly string[]) {
    const computed = getComputedStyle(element);
    const hyphened = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return Object.fromEntries(names.map((name) => [name, computed.getPropertyValue(hyphened(name))]));
  },
  elSetStyles(element: HTMLElement, styles: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(styles)) {
      if (name.includes('-')) element.style.setProperty(name, value);
      else Object.assign(element.style, { [name]: value });
    }
  },
  /** Position of a mouse or touch event in the page. */
  evPosition(event: MouseEvent | TouchEvent) {
    const at = 'touches' in event ? (event.touches[0] ?? event.changedTouches[0]) : event;
    return { x: at?.pageX ?? 0, y: at?.pageY ?? 0 };
  },
  /** Gets JSON and calls back with the status (0 = no answer) and what was read (null = no JSON). */
  jsonRequest(url: string, callback: (status: number, body: unknown) => void) {
    void requestJson(url).then(({ status, body }) => callback(status, body));
  },
  /** Parts of an address; `server` is scheme and host, empty in relative addresses. */
  splitURL(url: string) {
    const [, server = '', path = '', query = ''] =
      /^((?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
    return { server, path, query };
  },
  ObjectToQueryString: toQueryString,
  QueryStringToObject: fromQueryString,
  whenReady,
  clone,
  merge,
};
