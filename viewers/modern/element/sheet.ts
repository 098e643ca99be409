/**
 * A style sheet that shadow trees adopt. It is made by script, so that pages need no permission for inline styles, once
 * for all elements, and not before a page needs it.
 */
export function lazySheet(text: string): () => CSSStyleSheet {
  let sheet: CSSStyleSheet | undefined;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
    }
    return sheet;
  };
}

/**
 * The host of a viewer: as wide as there is room, and as high as its attribute, else a custom property, else `height` says.
 * @param height CSS length
 */
export function boxRules(name: 'zoom' | 'gallery' | 'slideshow', height: string): string {
  return `
:host {
  display: block;
  position: relative;
  inline-size: var(--_width, auto);
  max-inline-size: 100%;
  block-size: var(--_height, var(--emulsion-${name}-height, ${height}));
  color: var(--_text);
  background: var(--_background);
  overflow: hidden;
}`;
}

/** Colours and buttons that the viewers share. Pages change them by the custom properties. */
export const controlSheet = lazySheet(`
:host {
  --_background: var(--emulsion-background, #1b1b1f);
  --_text: var(--emulsion-color, #ffffff);
  --_control: var(--emulsion-control-background, rgb(20 20 24 / 0.78));
  --_control-text: var(--emulsion-control-color, #ffffff);
  --_focus: var(--emulsion-focus-color, #4da3ff);
  --_size: var(--emulsion-control-size, 40px);
  --_radius: var(--emulsion-control-radius, 10px);
  font-family: var(--emulsion-font-family, system-ui, sans-serif);
  font-size: 14px;
  line-height: 1.4;
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
.button {
  display: inline-grid;
  place-items: center;
  inline-size: var(--_size);
  block-size: var(--_size);
  margin: 0;
  padding: 0;
  border: 0;
  border-radius: var(--_radius);
  color: var(--_control-text);
  background: var(--_control);
  cursor: pointer;
}
.button svg, .icon svg {
  inline-size: 55%;
  block-size: 55%;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.button:disabled { cursor: default; }
.button:disabled svg { opacity: 0.4; }
@media (hover: hover) {
  .button:hover:not(:disabled) { background: var(--emulsion-control-hover-background, rgb(60 60 68 / 0.92)); }
}
:focus-visible { outline: 3px solid var(--_focus); outline-offset: -3px; }
.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  .button { border: 1px solid ButtonText; color: ButtonText; background: ButtonFace; }
  .button:disabled { color: GrayText; border-color: GrayText; }
}
`);
