/** Shows content over everything: on the whole screen where the browser lets us, else over the whole page. */
export type FullScreen = {
  /** Whether the content fills the screen or lies over the page. */
  readonly isActive: boolean;
  /** Whether it lies over the page. */
  readonly isOverPage: boolean;
  /** Fills the screen; where that is not allowed, lies over the page. */
  enter(): Promise<void>;
  /** Back from the screen to where it was; from over the page to its home. */
  leave(): Promise<void>;
  /** Lies over the page, without filling the screen. */
  cover(): void;
  /** Back home in any case. */
  close(): Promise<void>;
};

/**
 * @param dialog takes the content over the page; it keeps the focus inside and closes by Escape
 * @param home where the content is otherwise
 * @param onChange called after every change
 */
export function createFullScreen(
  content: HTMLElement,
  dialog: HTMLDialogElement,
  home: HTMLElement,
  onChange: () => void,
): FullScreen {
  const isOnScreen = () => {
    const root = content.getRootNode();
    return root instanceof ShadowRoot && root.fullscreenElement === content;
  };

  content.addEventListener('fullscreenchange', onChange);
  dialog.addEventListener('close', () => {
    home.append(content);
    onChange();
  });

  function cover(): void {
    if (dialog.open) return;
    dialog.append(content);
    dialog.showModal();
    onChange();
  }

  async function leaveScreen(): Promise<void> {
    if (isOnScreen()) await document.exitFullscreen().catch(() => undefined);
  }

  return {
    get isActive() {
      return dialog.open || isOnScreen();
    },
    get isOverPage() {
      return dialog.open;
    },
    async enter() {
      if (isOnScreen()) return;
      const entered =
        document.fullscreenEnabled &&
        (await content.requestFullscreen({ navigationUI: 'hide' }).then(
          () => true,
          () => false,
        ));
      if (!entered) cover();
    },
    async leave() {
      if (isOnScreen()) await leaveScreen();
      else dialog.close();
    },
    cover,
    async close() {
      await leaveScreen();
      dialog.close();
    },
  };
}
