import { boxRules, lazySheet } from '../element/sheet.ts';

export const slideshowSheet = lazySheet(`${boxRules('slideshow', '360px')}
.show { position: absolute; inset: 0; }
.slides {
  position: absolute;
  inset: 0;
  overflow: hidden;
  touch-action: pan-y;
  user-select: none;
}
.slide {
  position: absolute;
  inset: 0;
  background: var(--emulsion-slide-background, var(--_background));
}
.slide.over { z-index: 1; }
.slide img {
  display: block;
  inline-size: 100%;
  block-size: 100%;
  object-fit: var(--_fit, contain);
}
.slide a { display: block; block-size: 100%; }
.caption {
  position: absolute;
  inset-inline: 0;
  inset-block-end: 0;
  display: var(--emulsion-caption-display, flex);
  flex-direction: column;
  padding: 28px 16px 44px;
  color: #ffffff;
  background: linear-gradient(to top, rgb(0 0 0 / 0.78) 40%, transparent);
}
.button { position: absolute; z-index: 2; }
.previous, .next { inset-block-start: calc(50% - var(--_size) / 2); }
.previous { inset-inline-start: 8px; }
.next { inset-inline-end: 8px; }
.play { inset-block-start: 8px; inset-inline-end: 8px; }
:host(:dir(rtl)) :is(.previous, .next) svg { scale: -1 1; }
.dots {
  position: absolute;
  z-index: 2;
  inset-block-end: 6px;
  inset-inline: 0;
  inline-size: fit-content;
  max-inline-size: calc(100% - 16px);
  margin-inline: auto;
  display: flex;
  flex-wrap: wrap;
  justify-content: center;
  padding: 0 6px;
  border-radius: 999px;
  background: var(--_control);
}
.dots button {
  inline-size: 24px;
  block-size: 24px;
  padding: 0;
  border: 0;
  background: none;
  display: grid;
  place-items: center;
  cursor: pointer;
}
.dots button::before {
  content: '';
  inline-size: 10px;
  block-size: 10px;
  border-radius: 50%;
  background: var(--emulsion-dot-color, #9a9aa2);
}
.dots button[aria-current='true']::before {
  inline-size: 14px;
  block-size: 14px;
  background: var(--emulsion-dot-selected-color, #ffffff);
}
.counter { padding: 2px 8px; color: var(--_control-text); font-variant-numeric: tabular-nums; }
.message {
  position: absolute;
  inset: 0;
  display: grid;
  place-items: center;
  padding: 16px;
  text-align: center;
  pointer-events: none;
}
@media (forced-colors: active) {
  .dots button::before { background: ButtonText; }
  .dots button[aria-current='true']::before { background: Highlight; }
}
`);
