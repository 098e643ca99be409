import { lazySheet } from '../element/sheet.ts';

export const imageSheet = lazySheet(`
:host { display: block; }
:host([hidden]), [hidden] { display: none !important; }
.frame {
  position: relative;
  block-size: 100%;
  overflow: hidden;
  background: var(--emulsion-image-background, transparent);
  border-radius: inherit;
}
.image { display: block; inline-size: 100%; block-size: auto; }
.frame.shaped .image {
  position: absolute;
  inset: 0;
  block-size: 100%;
  object-fit: var(--emulsion-image-fit, cover);
  object-position: var(--emulsion-image-position, 50% 50%);
}
.waiting .image { opacity: 0; }
.image { transition: opacity var(--emulsion-image-fade, 300ms); }
.stand-in {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  object-fit: var(--emulsion-image-fit, cover);
  object-position: var(--emulsion-image-position, 50% 50%);
  filter: blur(var(--emulsion-image-blur, 12px));
  scale: 1.1;
}
slot[name='placeholder'] { position: absolute; inset: 0; display: grid; place-items: center; }
@media (prefers-reduced-motion: reduce) { .image { transition: none; } }
`);
