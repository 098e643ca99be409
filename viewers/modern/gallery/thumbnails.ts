import { wantsLessMotion } from '../../core/animation.ts';
import { create } from '../element/create.ts';
import { altOf, hasParameter, type Picture, pictureUrl } from '../source/picture.ts';

/** CSS pixels between thumbnails, and above and below them. */
const GAP = 8;
/** Thumbnails on each side that are made before they are seen. */
const AHEAD = 4;

/** A strip of thumbnails to scroll, of which only those in view are in the page; so it may be very long. */
export type Thumbnails = {
  readonly element: HTMLElement;
  /** @param size CSS pixels of a side */
  update(pictures: readonly Picture[], size: number, label: string): void;
  /** Marks one and brings it into view. */
  select(index: number): void;
};

/** @param onChoose called when one is clicked, tapped or reached by key */
export function createThumbnails(onChoose: (index: number) => void, signal: AbortSignal): Thumbnails {
  const track = create('div', { class: 'track', role: 'presentation' });
  const strip = create(
    'div',
    { part: 'thumbnails', class: 'strip', role: 'listbox', tabindex: 0, 'aria-orientation': 'horizontal' },
    [track],
  );
  const made = new Map<number, HTMLElement>();
  let pictures: readonly Picture[] = [];
  let size = 0;
  let selected = -1;
  let frame = 0;

  const step = () => size + GAP;

  function draw(): void {
    frame = 0;
    const start = Math.abs(strip.scrollLeft);
    const first = Math.max(0, Math.floor(start / step()) - AHEAD);
    const last = Math.min(pictures.length - 1, Math.ceil((start + strip.clientWidth) / step()) + AHEAD);
    for (const [index, thumb] of made) {
      // The selected one stays, since it is what the strip says it stands on.
      if ((index >= first && index <= last) || index === selected) continue;
      thumb.remove();
      made.delete(index);
    }
    for (let index = first; index <= last; index++) make(index);
    if (selected >= 0) make(selected);
  }

  function make(index: number): void {
    const picture = pictures[index];
    if (!picture || made.has(index)) return;
    const image = create('img', {
      alt: '',
      decoding: 'async',
      draggable: 'false',
      src: thumbUrl(picture, size),
    });
    const thumb = create('div', { part: 'thumbnail', class: 'thumb', role: 'option', id: `t${index}` }, [
      image,
    ]);
    thumb.setAttribute('aria-label', altOf(picture));
    thumb.setAttribute('aria-setsize', String(pictures.length));
    thumb.setAttribute('aria-posinset', String(index + 1));
    thumb.setAttribute('aria-selected', String(index === selected));
    thumb.style.insetInlineStart = `${GAP + index * step()}px`;
    thumb.addEventListener('click', () => onChoose(index));
    made.set(index, thumb);
    // In the order of the list, which is the order in which screen readers go through them.
    const after = [...made].filter(([other]) => other > index).sort(([a], [b]) => a - b)[0];
    track.insertBefore(thumb, after?.[1] ?? null);
  }

  function drawSoon(): void {
    frame ||= requestAnimationFrame(draw);
  }

  strip.addEventListener('scroll', drawSoon, { passive: true });
  const observer = new ResizeObserver(drawSoon);
  observer.observe(strip);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    frame = 0;
  });

  return {
    element: strip,
    update(list, side, label) {
      const isNew = list[0] !== pictures[0] || side !== size || list.length < pictures.length;
      pictures = list;
      size = side;
      strip.setAttribute('aria-label', label);
      strip.style.setProperty('--_thumb', `${side}px`);
      strip.style.setProperty('--_pad', `${GAP}px`);
      track.style.inlineSize = `${GAP + list.length * step()}px`;
      if (isNew) {
        for (const thumb of made.values()) thumb.remove();
        made.clear();
        selected = -1;
        strip.scrollLeft = 0;
      }
      for (const thumb of made.values()) thumb.setAttribute('aria-setsize', String(list.length));
      drawSoon();
    },
    select(index) {
      made.get(selected)?.setAttribute('aria-selected', 'false');
      selected = index;
      make(index);
      made.get(index)?.setAttribute('aria-selected', 'true');
      strip.setAttribute('aria-activedescendant', `t${index}`);
      const sign = getComputedStyle(strip).direction === 'rtl' ? -1 : 1;
      const middle = GAP + index * step() - (strip.clientWidth - size) / 2;
      strip.scrollTo({
        left: sign * Math.max(0, middle),
        behavior: wantsLessMotion() ? 'instant' : 'smooth',
      });
    },
  };
}

/** A square around what matters in the picture; looking at it is not counted. */
function thumbUrl(picture: Picture, size: number): string {
  const side = Math.ceil(size * Math.min(2, Math.max(1, devicePixelRatio || 1)));
  return pictureUrl(picture, {
    width: side,
    height: side,
    gravity: 'smart',
    strip: 1,
    stats: 0,
    ...(hasParameter(picture, 'format') ? {} : { format: 'auto' }),
  });
}
