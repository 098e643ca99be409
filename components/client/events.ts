/**
 * Wishes that one feature has of another without knowing it: whoever drops files anywhere wants them uploaded, whoever
 * presses the search button wants the palette.
 */
export type Wishes = {
  /** Upload these files into a folder; without one the person chooses. `paths` are their places below it, one for each. */
  'upload-files': { files: readonly File[]; paths?: readonly string[]; folder: string | undefined };
  /** Show the list of uploads. */
  'show-uploads': undefined;
  'open-palette': undefined;
  'show-shortcuts': undefined;
  /** Something in this folder has changed; lists that show it want to be read again. */
  'folder-changed': { folder: string };
  /** Something goes on in the background from now on; api wishes it itself for each 202. */
  'task-started': undefined;
};

const target = new EventTarget();

export function wish<Name extends keyof Wishes>(name: Name, detail: Wishes[Name]): void {
  target.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Calls `fulfil` for each wish of this name; returns what ends that. For use in effects. */
export function onWish<Name extends keyof Wishes>(
  name: Name,
  fulfil: (detail: Wishes[Name]) => void,
): () => void {
  const listener = (event: Event) => fulfil((event as CustomEvent<Wishes[Name]>).detail);
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
