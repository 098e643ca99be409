/** Callbacks of a page; all are called later, with the viewer as `this`. */
export type CanvasViewEvents = {
  onload?(src: string): void;
  oninfo?(src: string): void;
  ondownload?(src: string): void;
  onfullscreen?(src: string, isOn: boolean): void;
};

/** Calls back in a task of its own, so that what a page does in it cannot disturb the viewer. */
export function emitLater(
  viewer: object,
  events: CanvasViewEvents | null | undefined,
  name: keyof CanvasViewEvents,
  ...values: [src: string, isOn?: boolean]
): void {
  setTimeout(() => {
    const callback = events?.[name] as ((...values: unknown[]) => void) | undefined;
    if (typeof callback === 'function') callback.apply(viewer, values);
  }, 0);
}
