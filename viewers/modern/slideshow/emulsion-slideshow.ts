import { createAnimator, wantsLessMotion } from '../../core/animation.ts';
import { EASINGS } from '../../core/easing.ts';
import { create, createButton, redraw, relabel } from '../element/create.ts';
import { fill } from '../element/labels.ts';
import { controlSheet } from '../element/sheet.ts';
import { ListElement, SOURCE_ATTRIBUTES } from '../source/list-element.ts';
import { type Mode, placeSlides } from './place-slides.ts';
import { createRunning } from './running.ts';
import { createSlide, type Slide } from './slide.ts';
import { type Fit, slideUrl, wrap } from './slide-url.ts';
import { slideshowSheet } from './slideshow-sheet.ts';
import { followSwipes } from './swipe.ts';

/** Dots up to this number of pictures; beyond, numbers tell the place. */
const MOST_DOTS = 20;
/** Part of the width that a drag has to cover, or CSS pixels per millisecond that it has to be thrown with. */
const FAR_ENOUGH = 0.25;
const FAST_ENOUGH = 0.4;

/** `<emulsion-slideshow>`: pictures that follow each other. It runs by itself only when it is told to by `autoplay`. */
export class EmulsionSlideshow extends ListElement {
  static override readonly attributeKinds = {
    ...SOURCE_ATTRIBUTES,
    mode: 'text',
    fit: 'text',
    autoplay: 'flag',
    width: 'number',
    height: 'number',
    delay: 'number',
    duration: 'number',
    'no-arrows': 'flag',
    'no-dots': 'flag',
    start: 'number',
    label: 'text',
    labels: 'text',
  } as const;

  /** `slide`, `stack` (new over old) or `fade`. */
  declare mode: string;
  /** `contain` shows whole pictures, `cover` fills the box around what matters in them. */
  declare fit: string;
  /** Runs by itself, unless people want less motion. */
  declare autoplay: boolean;
  /** Box in CSS pixels, as of `img`. */
  declare width: number | null;
  declare height: number | null;
  /** Seconds between pictures. Default 5. */
  declare delay: number | null;
  /** Milliseconds of a change. Default 600. */
  declare duration: number | null;
  declare noArrows: boolean;
  declare noDots: boolean;
  /** Index of the first picture, from 0. */
  declare start: number | null;
  /** What the slideshow is called for screen readers. */
  declare label: string;

  readonly #animator = createAnimator();
  readonly #running = createRunning(
    () => Math.max(1, this.delay ?? 5) * 1000,
    () => this.#step(1),
    () => this.#tellRunning(),
  );
  #current: Slide | undefined;
  #other: Slide | undefined;
  #side: 1 | -1 = 1;
  #box = { width: 0, height: 0 };
  #wasPlaying = false;

  readonly #slides = create('div', { part: 'slides', class: 'slides', tabindex: 0, role: 'group' });
  readonly #message = create('div', { part: 'message', class: 'message', role: 'status' });
  readonly #dots = create('div', { part: 'dots', class: 'dots', role: 'group' });
  readonly #play = createButton('play', 'pause', '', () => this.#toggle());
  readonly #previous = createButton('previous', 'back', '', () => this.previous());
  readonly #next = createButton('next', 'on', '', () => this.next());
  readonly #show = create('section', { part: 'slideshow', class: 'show' }, [
    this.#play,
    this.#previous,
    this.#next,
    this.#slides,
    this.#dots,
    this.#message,
  ]);

  /** Index of the picture that is shown, from 0; -1 when there is none yet. */
  get index(): number {
    return this.#current?.index ?? -1;
  }

  /** Number of pictures so far. */
  get count(): number {
    return this.pictures.length;
  }

  get playing(): boolean {
    return this.#running.isStarted;
  }

  /** Goes to the next picture; like the other ways to choose one it ends running by itself. */
  next(): void {
    this.#choose(1);
  }

  previous(): void {
    this.#choose(-1);
  }

  /** Goes to a picture by its index from 0; beyond the ends it is the first or last. */
  goTo(index: number): void {
    this.#running.stop();
    const target = Math.min(this.count - 1, Math.max(0, Math.round(index)));
    if (target !== this.index) this.#change(target, target > this.index ? 1 : -1);
  }

  play(): void {
    this.#running.start();
  }

  pause(): void {
    this.#running.stop();
  }

  protected override build(root: ShadowRoot): void {
    root.adoptedStyleSheets = [controlSheet(), slideshowSheet()];
    this.#show.setAttribute('aria-roledescription', 'carousel');
    this.#previous.classList.add('previous');
    this.#next.classList.add('next');
    this.#play.classList.add('play');
    root.append(this.#show);
  }

  protected override refresh(changed: ReadonlySet<string>): void {
    if (changed.has('connected')) this.#listen();
    this.sizeByAttributes();
    this.#relabel();
    this.#slides.style.setProperty('--_fit', this.#fitOf());
    this.#previous.hidden = this.#next.hidden = this.noArrows || this.count < 2;
    this.#dots.hidden = this.noDots || this.count < 2;
    if (changed.has('autoplay') || changed.has('connected')) {
      if (this.autoplay && !wantsLessMotion()) this.#running.start();
      else if (!this.autoplay) this.#running.stop();
    }
    if (changed.has('fit')) this.#showAgain();
    this.refreshList(changed);
  }

  protected override leave(): void {
    this.#animator.cancel();
    this.#running.stop();
    this.#empty();
  }

  protected override listChanged(): void {
    const { labels, count } = this;
    if (count === 0) this.#empty();
    this.#message.textContent = count > 0 ? '' : this.isListing ? labels.loading : labels.empty;
    this.#previous.hidden = this.#next.hidden = this.noArrows || count < 2;
    this.#play.hidden = count < 2;
    if (count > 0 && !this.#current) this.#showFirst();
    this.#drawDots();
  }

  protected override listFailed(): void {
    if (this.count === 0) this.#message.textContent = this.labels.listFailed;
  }

  #fitOf(): Fit {
    return this.fit === 'cover' ? 'cover' : 'contain';
  }

  #modeOf(): Mode {
    return this.mode === 'fade' || this.mode === 'stack' ? this.mode : 'slide';
  }

  #listen(): void {
    const signal = this.life;
    const on = { signal };
    this.#show.addEventListener('keydown', (event) => this.#onKey(event), on);
    this.addEventListener('pointerenter', () => this.#running.hinder('hover', true), on);
    this.addEventListener('pointerleave', () => this.#running.hinder('hover', false), on);
    this.#show.addEventListener(
      'focusin',
      ({ target }) => {
        // A button that was clicked keeps the focus, but nobody reads along by keyboard then.
        if (target instanceof Element && target.matches(':focus-visible') && target !== this.#play) {
          this.#running.hinder('focus', true);
        }
      },
      on,
    );
    this.#show.addEventListener('focusout', () => this.#running.hinder('focus', false), on);
    const onVisibility = () => this.#running.hinder('hidden', document.hidden);
    document.addEventListener('visibilitychange', onVisibility, on);
    onVisibility();
    const seen = new IntersectionObserver((entries) =>
      this.#running.hinder('away', entries.at(-1)?.isIntersecting === false),
    );
    seen.observe(this);
    const sized = new ResizeObserver(() => this.#measure());
    sized.observe(this);
    signal.addEventListener('abort', () => {
      seen.disconnect();
      sized.disconnect();
    });
    followSwipes(
      this.#slides,
      {
        mayBegin: () => this.count > 1 && !this.#animator.isRunning,
        onMove: (x) => this.#drag(x),
        onEnd: (x, speed) => this.#letGo(x, speed),
      },
      signal,
    );
    this.#measure();
  }

  /** A larger box gets a larger picture; small changes are left to the browser. */
  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0) return;
    const grew = width > this.#box.width * 1.1 || height > this.#box.height * 1.1;
    if (!grew && this.#box.width > 0) return;
    this.#box = { width, height };
    if (this.#current) this.#showAgain();
    else this.listChanged();
  }

  #slideAt(index: number): Slide | undefined {
    const picture = this.pictures[index];
    if (!picture || this.#box.width === 0) return undefined;
    const url = slideUrl(picture, this.#box, Math.min(3, devicePixelRatio), this.#fitOf());
    return createSlide(picture, index, this.count, url, this.labels);
  }

  #showFirst(): void {
    const slide = this.#slideAt(wrap(Math.round(this.start ?? 0), this.count));
    if (!slide) return;
    this.#settleOn(slide);
    void this.#announceLoad(slide);
  }

  /** The current picture once more, for another box or fit. */
  #showAgain(): void {
    if (!this.#current || this.#animator.isRunning) return;
    const slide = this.#slideAt(this.#current.index);
    if (!slide || slide.url === this.#current.url) return;
    void slide.ready.then((came) => {
      if (came && this.#current?.index === slide.index && !this.#other) this.#settleOn(slide);
    });
  }

  async #announceLoad(slide: Slide): Promise<void> {
    const picture = this.pictures[slide.index];
    const came = await slide.ready;
    if (!picture || this.#current !== slide) return;
    if (came) {
      const { src, width, height } = picture;
      this.tell('emulsion-load', { src, url: slide.url, width, height });
    } else this.#failed(slide);
  }

  #failed(slide: Slide): void {
    const { src = '' } = this.pictures[slide.index] ?? {};
    this.tell('emulsion-error', { src, message: this.labels.failed });
    // A broken picture does not hold up the others.
    if (this.#running.isGoing) this.#step(1);
  }

  #choose(side: 1 | -1): void {
    this.#running.stop();
    this.#step(side);
  }

  #step(side: 1 | -1): void {
    if (this.count > 1 && this.#current) this.#change(wrap(this.#current.index + side, this.count), side);
  }

  /** Waits for the picture when the slideshow runs by itself; who asks for it sees at once that something happens. */
  #change(index: number, side: 1 | -1): void {
    if (this.#animator.isRunning || !this.#current) return;
    const slide = this.#other?.index === index ? this.#other : this.#slideAt(index);
    if (!slide) return;
    this.#bring(slide, side);
    if (!this.#running.isGoing) {
      this.#animate(0, 1);
      return;
    }
    void slide.ready.then(() => {
      if (this.#other === slide && !this.#animator.isRunning) this.#animate(0, 1);
    });
  }

  #bring(slide: Slide, side: 1 | -1): void {
    if (this.#other !== slide) this.#other?.element.remove();
    this.#other = slide;
    this.#side = side;
    this.#slides.append(slide.element);
    this.#place(0);
  }

  #place(way: number): void {
    if (!this.#current) return;
    const sign = this.isRightToLeft ? -1 : 1;
    placeSlides(this.#modeOf(), this.#current.element, this.#other?.element, way, this.#side, sign);
  }

  #animate(from: number, to: 0 | 1): void {
    const duration = Math.max(0, this.duration ?? 600) * Math.abs(to - from);
    this.#animator.run(
      duration,
      EASINGS['in-out-quadratic'],
      (progress) => this.#place(from + (to - from) * progress),
      () => this.#arrive(to),
    );
  }

  #arrive(way: 0 | 1): void {
    const slide = this.#other;
    if (way === 0 || !slide) {
      slide?.element.remove();
      this.#other = undefined;
      this.#running.rewind();
      return;
    }
    this.#settleOn(slide);
    const picture = this.pictures[slide.index];
    const { index, url } = slide;
    if (picture) this.tell('emulsion-change', { src: picture.src, url, index, count: this.count });
    void this.#announceLoad(slide);
  }

  #settleOn(slide: Slide): void {
    this.#other = undefined;
    this.#current = slide;
    // One that is there already is not moved: a link in it may have the focus.
    if (!slide.element.isConnected) this.#slides.append(slide.element);
    for (const each of Array.from(this.#slides.children)) if (each !== slide.element) each.remove();
    this.#place(0);
    this.#drawDots();
    this.#running.rewind();
    void slide.ready.then(() => this.#prefetch(slide));
  }

  /** The next picture is asked for while this one is looked at. */
  #prefetch(slide: Slide): void {
    if (this.#current !== slide || this.count < 2 || this.#other) return;
    const picture = this.pictures[wrap(slide.index + 1, this.count)];
    if (picture) new Image().src = slideUrl(picture, this.#box, Math.min(3, devicePixelRatio), this.#fitOf());
  }

  #drag(x: number): void {
    if (!this.#current) return;
    this.#running.hinder('drag', true);
    const forward = this.isRightToLeft ? x > 0 : x < 0;
    const side = forward ? 1 : -1;
    const index = wrap(this.#current.index + side, this.count);
    if (this.#other?.index !== index || this.#side !== side) {
      const slide = this.#slideAt(index);
      if (slide) this.#bring(slide, side);
    }
    this.#place(Math.min(1, Math.abs(x) / this.#box.width));
  }

  #letGo(x: number, speed: number): void {
    this.#running.hinder('drag', false);
    if (!this.#other) return;
    const way = Math.min(1, Math.abs(x) / this.#box.width);
    const isThrown = Math.abs(speed) > FAST_ENOUGH && Math.sign(speed) === Math.sign(x);
    const isMeant = x !== 0 && (way > FAR_ENOUGH || isThrown);
    if (isMeant) this.#running.stop();
    this.#animate(way, isMeant ? 1 : 0);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const forward = this.isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
    const backward = this.isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
    const actions: Readonly<Record<string, () => void>> = {
      [forward]: () => this.next(),
      [backward]: () => this.previous(),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.count - 1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #toggle(): void {
    if (this.#running.isStarted) this.#running.stop();
    else this.#running.start();
  }

  #tellRunning(): void {
    const { isStarted, isGoing } = this.#running;
    // What changes by itself is not read out.
    this.#slides.setAttribute('aria-live', isGoing ? 'off' : 'polite');
    if (isStarted === this.#wasPlaying) return;
    this.#wasPlaying = isStarted;
    this.#relabel();
    this.mark('playing', isStarted);
    this.tell('emulsion-play', { playing: isStarted });
  }

  #relabel(): void {
    const { labels } = this;
    const isStarted = this.#running.isStarted;
    this.#show.setAttribute('aria-label', this.label || labels.pictures);
    this.#show.setAttribute('aria-roledescription', labels.carousel);
    this.#slides.setAttribute('aria-label', labels.pictures);
    this.#slides.setAttribute('aria-live', this.#running.isGoing ? 'off' : 'polite');
    this.#dots.setAttribute('aria-label', labels.choose);
    relabel(this.#previous, labels.previous);
    relabel(this.#next, labels.next);
    relabel(this.#play, isStarted ? labels.pause : labels.play);
    redraw(this.#play, isStarted ? 'pause' : 'play');
  }

  #drawDots(): void {
    const { count, labels } = this;
    this.#dots.hidden = this.noDots || count < 2;
    if (this.#dots.hidden) return;
    if (count > MOST_DOTS) {
      const counter = create('span', { part: 'counter', class: 'counter' });
      counter.textContent = fill(labels.position, { index: this.index + 1, count });
      this.#dots.replaceChildren(counter);
      return;
    }
    if (this.#dots.childElementCount !== count || !this.#dots.querySelector('button')) {
      this.#dots.replaceChildren(
        ...Array.from({ length: count }, (_each, index) => {
          const dot = create('button', { type: 'button', part: 'dot' });
          dot.addEventListener('click', () => this.goTo(index));
          return dot;
        }),
      );
    }
    for (const [index, dot] of [...this.#dots.children].entries()) {
      dot.setAttribute('aria-label', fill(labels.position, { index: index + 1, count }));
      dot.setAttribute('aria-current', String(index === this.index));
    }
  }

  #empty(): void {
    this.#animator.cancel();
    this.#current = this.#other = undefined;
    this.#slides.replaceChildren();
    this.#box = { width: this.clientWidth, height: this.clientHeight };
  }
}
