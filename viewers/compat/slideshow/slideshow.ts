import { createAnimator } from '../../core/animation.ts';
import { listFolder } from '../../core/folder-list.ts';
import { createImageQueue, type ImageQueue } from '../../core/image-queue.ts';
import { entryUrl, nameOf, type PictureEntry, pathInFolder, serverBase } from '../../core/picture-list.ts';
import { innerSize } from '../common/elements.ts';
import { type Dots, makeArrow, makeDots } from './controls.ts';
import { hide, stances, stand, standStill } from './motion.ts';
import { type SlideshowOptions, slideshowOptions } from './options.ts';
import { createRunClock } from './run-clock.ts';
import { makeSlide, type Slide } from './slide.ts';
import { makeStage, showMessage } from './stage.ts';
import { watchSwipes } from './swipe.ts';
import { clampIndex, dotsFit, neighbour } from './turns.ts';

/** What stands in `_show` of the element. */
export type Slideshow = {
  options: SlideshowOptions;
  start(): void;
  stop(): void;
  /** Moves by hand stop the automatic running, and do nothing else while slides are changing. */
  prev(): void;
  next(): void;
  /** @param index from 0; taken to the nearest one that exists */
  index(index: number): void;
  destroy(): void;
};

/** Fills a box with pictures that follow each other, and starts. Stays empty without pictures or while the box has no size. */
export function createSlideshow(container: HTMLElement, given?: Partial<SlideshowOptions> | null): Slideshow {
  const options = slideshowOptions(given);
  const server = serverBase(options.server);
  const leave = new AbortController();
  const { signal } = leave;
  const animator = createAnimator();
  const delay = options.delay * 1000;
  const clock = createRunClock(delay >= 0 ? delay : 5000, advance);
  const stage = makeStage(container, signal);
  let slides: Slide[] = [];
  let arrivals: Promise<void>[] = [];
  let current: number | undefined;
  let dots: Dots | undefined;
  let queue: ImageQueue | undefined;
  let size = innerSize(container);
  let asked = size;

  const observer = new ResizeObserver(() => resize());
  observer.observe(container);
  signal.addEventListener('abort', () => observer.disconnect());
  watchAttention();
  clock.start();
  const entries = collect();
  if (size.width > 0 && size.height > 0) void begin();

  return {
    options,
    start() {
      clock.start();
      stage.announce(false);
    },
    stop,
    prev: () => turn(-1),
    next: () => turn(1),
    index(index) {
      stop();
      const target = clampIndex(index, slides.length);
      change(target, target < (current ?? 0) ? -1 : 1);
    },
    destroy() {
      leave.abort();
      queue?.stop();
      clock.stop();
      animator.cancel();
      container.replaceChildren();
    },
  };

  /** The page's own pictures, then those of the folder; without the latter when there is no list. */
  async function collect(): Promise<PictureEntry[]> {
    const own = options.images.filter(({ src }) => Boolean(src));
    if (!options.folder) return own;
    const names = await listFolder(server, options.folder, signal).catch(() => []);
    return [...own, ...names.map((name) => ({ src: pathInFolder(options.folder, name) }))];
  }

  async function begin(): Promise<void> {
    const message = showMessage(stage.element, 'Loading pictures...');
    slides = (await entries).map((entry) =>
      makeSlide(entry, options.mode === 'stack' ? options.bgColor : 'transparent'),
    );
    if (signal.aborted) return;
    stage.element.append(...slides.map(({ frame }) => frame));
    requestAll();
    const first = await firstThatCame();
    if (signal.aborted) return;
    message.remove();
    if (first === undefined) {
      if (slides.length > 0) showMessage(stage.element, 'These pictures cannot be shown.');
      return;
    }
    current = first;
    standStill(slideAt(first).frame);
    resize();
    if (slides.length < 2) return;
    addControls();
    watchSwipes(stage.element, turn);
    clock.restart();
  }

  /** Asks for all pictures at the size of the box, the one that is seen first. */
  function requestAll(): void {
    queue?.stop();
    const loading = createImageQueue();
    queue = loading;
    asked = size;
    const request = async (slide: Slide) => {
      const forced = { ...asked, autosizefit: 1, strip: 1 };
      const url = entryUrl(server, options.params, slide.entry, forced, { format: 'jpg' });
      slide.came = (await loading.add(slide.image, url)) || slide.came === true;
    };
    const seen = current === undefined ? undefined : slides[current];
    if (seen !== undefined) void request(seen);
    arrivals = slides.map((slide) => (slide === seen ? Promise.resolve() : request(slide)));
  }

  /** One that fails is passed over. */
  async function firstThatCame(): Promise<number | undefined> {
    for (const [index, arrival] of arrivals.entries()) {
      // The first one is shown first, even when a later one is here already.
      // oxlint-disable-next-line no-await-in-loop
      await arrival;
      if (slideAt(index).came) return index;
    }
    return undefined;
  }

  function addControls(): void {
    if (options.controls) {
      stage.element.append(
        makeArrow(server, 'left', 'Previous picture', () => turn(-1)),
        makeArrow(server, 'right', 'Next picture', () => turn(1)),
      );
    }
    if (options.dots && dotsFit(slides.length, size.width)) {
      const labels = slides.map(({ entry }) => nameOf(entry));
      const colors = { plain: options.dotColor, selected: options.dotSelectedColor };
      dots = makeDots(labels, colors, (index) => {
        stop();
        change(index, index < (current ?? 0) ? -1 : 1);
      });
      dots.select(current ?? 0);
      stage.element.append(dots.bar);
    }
    stage.allowKeys(turn, !options.controls && dots === undefined);
  }

  function stop(): void {
    clock.stop();
    stage.announce(true);
  }

  function turn(direction: 1 | -1): void {
    stop();
    if (current !== undefined) change(nextFrom(current, direction), direction);
  }

  function nextFrom(from: number, direction: 1 | -1): number {
    return neighbour(from, direction, slides.length, (index) => slideAt(index).came === false);
  }

  /** The next slide by itself, once its picture is there. */
  function advance(): void {
    const from = current;
    if (from === undefined || slides.length < 2) return;
    const index = nextFrom(from, 1);
    if (slideAt(index).came !== undefined) {
      change(index, 1);
      return;
    }
    void arrivals[index]?.then(() => {
      if (current === from && clock.live) advance();
    });
  }

  function change(index: number, direction: 1 | -1): void {
    if (current === undefined || index === current || animator.isRunning) return;
    const { frame: old } = slideAt(current);
    const { frame: next } = slideAt(index);
    current = index;
    dots?.select(index);
    animator.run(
      options.duration,
      (time) => options.easeFn(time * options.duration, 0, 1, options.duration),
      (progress) => {
        const places = stances(options.mode, progress, direction);
        stand(old, places.old);
        stand(next, places.next);
      },
      () => {
        hide(old);
        standStill(next);
        clock.restart();
      },
    );
  }

  function resize(): void {
    const former = size;
    size = innerSize(container);
    if (size.width === 0 || size.height === 0) return;
    if (former.width === 0 || former.height === 0) {
      if (slides.length === 0) void begin();
    } else if (
      current !== undefined &&
      (size.width > asked.width * 1.1 || size.height > asked.height * 1.1)
    ) {
      // Smaller ones are scaled down by the browser.
      requestAll();
      clock.restart();
    }
  }

  /** People who look at a slide, or cannot see it at all, are not hurried. */
  function watchAttention(): void {
    const see = () => clock.hold('hidden', document.hidden);
    see();
    document.addEventListener('visibilitychange', see, { signal });
    container.addEventListener('focusin', () => clock.hold('focus', true), { signal });
    container.addEventListener('focusout', () => clock.hold('focus', false), { signal });
    if (!options.pauseOnHover) return;
    const hover = (held: boolean) => (event: PointerEvent) => {
      if (event.pointerType === 'mouse') clock.hold('hover', held);
    };
    container.addEventListener('pointerenter', hover(true), { signal });
    container.addEventListener('pointerleave', hover(false), { signal });
  }

  function slideAt(index: number): Slide {
    const slide = slides[index];
    if (slide === undefined) throw new RangeError(`there is no slide ${index}`);
    return slide;
  }
}
