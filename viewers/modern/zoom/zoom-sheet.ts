import { boxRules, lazySheet } from '../element/sheet.ts';

/** The stage of the zoom viewer, and the dialog that it fills the page by; galleries have the same dialog. */
export const stageSheet = lazySheet(`
.launcher {
  display: block;
  inline-size: 100%;
  margin: 0;
  padding: 0;
  border: 0;
  background: none;
  font: inherit;
  color: inherit;
  text-align: inherit;
  cursor: zoom-in;
}
dialog {
  inline-size: 100vw;
  block-size: 100dvh;
  max-inline-size: none;
  max-block-size: none;
  margin: 0;
  padding: 0;
  border: 0;
  overflow: hidden;
  color: var(--_text);
  background: var(--_background);
}
dialog::backdrop { background: var(--_background); }
:host([launch]) { block-size: auto; background: none; }
`);

export const zoomSheet = lazySheet(`${boxRules('zoom', '400px')}
.home { block-size: 100%; }
.stage {
  position: relative;
  block-size: 100%;
  overflow: hidden;
  color: var(--_text);
  background: var(--_background);
  container-type: inline-size;
}
.view { position: absolute; inset: 0; overflow: hidden; cursor: zoom-in; user-select: none; }
.view.zoomed { cursor: grab; }
.view.panning { cursor: grabbing; }
.view canvas { position: absolute; inset-block-start: 0; left: 0; display: block; }
.toolbar {
  position: absolute;
  z-index: 1;
  inset-block-end: 10px;
  inset-inline-end: 10px;
  display: flex;
  flex-wrap: wrap;
  justify-content: end;
  gap: 4px;
  max-inline-size: calc(100% - 20px);
}
.closer { position: absolute; z-index: 2; inset-block-start: 10px; inset-inline-end: 10px; }
.message {
  position: absolute;
  inset: 0;
  display: grid;
  place-items: center;
  padding: 16px;
  text-align: center;
  pointer-events: none;
}
.panel {
  position: absolute;
  z-index: 1;
  inset-block-start: 10px;
  inset-inline: 10px;
  max-inline-size: 420px;
  max-block-size: calc(100% - 20px);
  overflow: auto;
  padding: 12px 52px 12px 14px;
  border-radius: var(--_radius);
  color: var(--_control-text);
  background: rgb(20 20 24 / 0.94);
}
.panel p { margin: 4px 0 0; white-space: pre-line; overflow-wrap: anywhere; }
.panel strong { overflow-wrap: anywhere; }
.panel .button { position: absolute; inset-block-start: 4px; inset-inline-end: 4px; }
.progress {
  position: absolute;
  z-index: 1;
  inset-block-start: 0;
  inset-inline: 0;
  block-size: 3px;
  overflow: hidden;
  opacity: 0;
  transition: opacity 200ms 500ms;
}
.progress.busy { opacity: 1; }
.progress::before {
  content: '';
  position: absolute;
  inset-block: 0;
  left: 0;
  inline-size: 30%;
  background: var(--emulsion-progress-color, #4da3ff);
}
/* Only while it is seen, and without layout: else every frame of the page pays for it. */
.progress.busy::before { animation: run 1.2s infinite ease-in-out; }
.progress.busy:dir(rtl)::before { animation-direction: reverse; }
@keyframes run { from { translate: -100%; } to { translate: 334%; } }
@media (prefers-reduced-motion: reduce) {
  .progress.busy::before { animation: none; inline-size: 100%; }
}
@media (forced-colors: active) { .panel { border: 1px solid CanvasText; } }
`);
