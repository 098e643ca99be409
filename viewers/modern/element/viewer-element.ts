import { type Labels, readLabels } from './labels.ts';

/** How an attribute is read as a property: its text, whether it is there, or its number. */
export type AttributeKind = 'text' | 'flag' | 'number';
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** Servers that draw pages import the module too; there the elements are never made. */
const PageElement: typeof HTMLElement =
  typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

/**
 * What the elements have in common: attributes that are properties too, an open shadow root with style sheets that a
 * strict policy lets pass, and one refresh for all changes of a turn.
 */
export abstract class ViewerElement extends PageElement {
  /** Names of attributes with their kinds; each is a property of the same name in camel case. */
  static readonly attributeKinds: AttributeKinds = {};

  static get observedAttributes(): string[] {
    return Object.keys(this.attributeKinds);
  }

  readonly #changed = new Set<string>();
  #isWaiting = false;
  #life: AbortController | undefined;
  #internals: ElementInternals | undefined;

  /** Builds the shadow tree. Called once, when the element comes into a page for the first time. */
  protected abstract build(root: ShadowRoot): void;
  /** Brings the element in line with its attributes. Called when it comes into a page and after changes. */
  protected abstract refresh(changed: ReadonlySet<string>): void;
  /** Ends timers, requests and observers that `life` does not end. Called when it has left the page. */
  protected leave(): void {}

  /** Aborted when the element leaves its page. */
  protected get life(): AbortSignal {
    this.#life ??= new AbortController();
    return this.#life.signal;
  }

  connectedCallback(): void {
    if (!this.shadowRoot) {
      this.#keepEarlyProperties();
      this.build(this.attachShadow({ mode: 'open' }));
    }
    if (!this.#life || this.#life.signal.aborted) {
      this.#life = new AbortController();
      this.invalidate('connected');
    }
  }

  disconnectedCallback(): void {
    // An element that is only moved is back within the same turn.
    queueMicrotask(() => {
      if (this.isConnected || !this.#life) return;
      this.#life.abort();
      this.leave();
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before !== now) this.invalidate(name);
  }

  /** Asks for a refresh; several in one turn are one. */
  protected invalidate(name: string): void {
    this.#changed.add(name);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    queueMicrotask(() => {
      this.#isWaiting = false;
      if (!this.isConnected || !this.shadowRoot || this.#life?.signal.aborted) return;
      const changed = new Set(this.#changed);
      this.#changed.clear();
      this.refresh(changed);
    });
  }

  /** Tells the page; listeners on any element above hear it too. */
  protected tell<Name extends keyof EmulsionEventMap>(
    name: Name,
    detail: EmulsionEventMap[Name]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Texts of this element that are others than those of the page; the attribute holds them as JSON. */
  get labels(): Labels {
    return readLabels(this.getAttribute('labels') ?? '');
  }

  set labels(labels: Partial<Labels>) {
    this.setAttribute('labels', JSON.stringify(labels));
  }

  /** Turns a state on or off that style sheets ask for by `:state(name)`. */
  protected mark(state: string, isOn: boolean): void {
    try {
      this.#internals ??= this.attachInternals();
      this.#internals.states[isOn ? 'add' : 'delete'](state);
    } catch {
      // Older browsers know no states, or only those that begin with dashes.
    }
  }

  /** Takes the box that the attributes `width` and `height` ask for in pixels; rules of the page for the element win. */
  protected sizeByAttributes(): void {
    for (const side of ['width', 'height'] as const) {
      const pixels = Number(this.getAttribute(side));
      if (pixels > 0) this.style.setProperty(`--_${side}`, `${pixels}px`);
      else this.style.removeProperty(`--_${side}`);
    }
  }

  /** Whether the text around runs from right to left. */
  protected get isRightToLeft(): boolean {
    return getComputedStyle(this).direction === 'rtl';
  }

  /** Properties that were set before the browser knew the element stand in front of its own. */
  #keepEarlyProperties(): void {
    const early = Object.entries(Object.getOwnPropertyDescriptors(this));
    for (const [name, { value }] of early) {
      if (!(name in Object.getPrototypeOf(this))) continue;
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }
}

/** Makes an element known to the page under a name, unless that name is taken. Does nothing outside of browsers. */
export function define(name: string, element: typeof ViewerElement & CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return;
  for (const [attribute, kind] of Object.entries(element.attributeKinds)) {
    const property = attribute.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    // Those that the element gives itself stay.
    if (property in element.prototype) continue;
    Object.defineProperty(element.prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        const text = this.getAttribute(attribute);
        if (kind === 'flag') return text !== null;
        if (kind === 'text') return text ?? '';
        const number = text === null || text.trim() === '' ? Number.NaN : Number(text);
        return Number.isFinite(number) ? number : null;
      },
      set(this: Element, value: string | number | boolean | null | undefined) {
        if (kind === 'flag') this.toggleAttribute(attribute, Boolean(value));
        else if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, `${value}`);
      },
    });
  }
  customElements.define(name, element);
}
