/** A picture, as events tell of it: its path in the repository and its address. */
export type PictureDetail = { src: string; url: string };

declare global {
  /** Events of the elements. All bubble and leave shadow trees. */
  interface EmulsionEventMap {
    /** A picture is shown for the first time; sizes are those of the original, of `emulsion-image` as it is shown. */
    'emulsion-load': CustomEvent<PictureDetail & { width: number; height: number }>;
    /** A picture or a list did not come, after all attempts. */
    'emulsion-error': CustomEvent<{ src: string; message: string }>;
    /** The picture lies still at another size: its drawn width over its own. */
    'emulsion-zoom': CustomEvent<{ src: string; zoom: number }>;
    /** The information about a picture was opened. */
    'emulsion-info': CustomEvent<{ src: string }>;
    /** The original is about to be downloaded. */
    'emulsion-download': CustomEvent<{ src: string }>;
    /** The element fills the screen or the window, or does so no more. */
    'emulsion-fullscreen': CustomEvent<{ active: boolean }>;
    /** Another picture of a list was chosen; `index` counts from 0. */
    'emulsion-change': CustomEvent<PictureDetail & { index: number; count: number }>;
    /** A slideshow began to run by itself, or stopped. */
    'emulsion-play': CustomEvent<{ playing: boolean }>;
  }
  interface HTMLElementEventMap extends EmulsionEventMap {}
  interface DocumentEventMap extends EmulsionEventMap {}
}
