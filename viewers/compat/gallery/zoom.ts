/** The zoom viewer's functions, which its own script has put into the page. */
type ZoomScript = {
  canvas_view_init?: (container: HTMLElement, url: string, options: object, events: object) => false;
  canvas_view_resize?: (container: HTMLElement) => false;
};

/** Shows a picture in the zoom viewer; without its script, as it is. */
export function showZoom(container: HTMLElement, url: string, options: object, events: object): void {
  const { canvas_view_init: init } = window as ZoomScript;
  if (typeof init === 'function') {
    init(container, url, options, events);
    return;
  }
  console.error('gallery_view: load canvas_view.min.js before gallery_view.min.js.');
  const image = document.createElement('img');
  image.alt = '';
  image.src = url;
  container.replaceChildren(image);
}

/** Tells it that its container has another size. */
export function resizeZoom(container: HTMLElement): void {
  (window as ZoomScript).canvas_view_resize?.(container);
}

/** Lets go of it and of what it has put into the page. */
export function closeZoom(container: HTMLElement): void {
  (container as HTMLElement & { _cv_viewer?: { destroy?: () => void } })._cv_viewer?.destroy?.();
}
