import { boxRules, lazySheet } from '../element/sheet.ts';

export const gallerySheet = lazySheet(`${boxRules('gallery', '520px')}
.home { block-size: 100%; }
.gallery {
  position: relative;
  display: flex;
  flex-direction: column;
  block-size: 100%;
  color: var(--_text);
  background: var(--_background);
}
.main { position: relative; flex: 1; min-block-size: 0; }
emulsion-zoom { position: absolute; inset: 0; block-size: auto; }
.previous, .next { position: absolute; z-index: 1; inset-block-start: calc(50% - var(--_size) / 2); }
.previous { inset-inline-start: 8px; }
.next { inset-inline-end: 8px; }
.gallery:dir(rtl) :is(.previous, .next) svg { scale: -1 1; }
.closer { position: absolute; z-index: 2; inset-block-start: 10px; inset-inline-end: 10px; }
.counter {
  position: absolute;
  z-index: 1;
  inset-block-start: 10px;
  inset-inline-start: 10px;
  padding: 2px 10px;
  border-radius: 999px;
  color: var(--_control-text);
  background: var(--_control);
  font-variant-numeric: tabular-nums;
  pointer-events: none;
}
.counter:empty { display: none; }
.strip {
  flex: none;
  block-size: calc(var(--_thumb) + 2 * var(--_pad) + 12px);
  overflow-x: auto;
  overflow-y: hidden;
  scrollbar-width: thin;
  scrollbar-color: #77777f transparent;
}
.track { position: relative; block-size: calc(var(--_thumb) + 2 * var(--_pad)); margin-inline: auto; }
.thumb {
  position: absolute;
  inset-block-start: var(--_pad);
  inline-size: var(--_thumb);
  block-size: var(--_thumb);
  border-radius: 4px;
  overflow: hidden;
  background: rgb(128 128 128 / 0.25);
  cursor: pointer;
}
.thumb img { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.thumb[aria-selected='true'] { outline: 3px solid var(--emulsion-selected-color, #ffffff); outline-offset: 1px; }
.message {
  position: absolute;
  inset: 0;
  display: grid;
  place-items: center;
  padding: 16px;
  text-align: center;
  pointer-events: none;
}
@media (forced-colors: active) { .thumb[aria-selected='true'] { outline-color: Highlight; } }
`);
