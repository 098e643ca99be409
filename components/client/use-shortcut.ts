'use client';

import { useEffect, useRef } from 'react';

/** Whether keys pressed there are text, or belong to a dialog or menu that is open. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input, textarea, select')) return true;
  return target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

/**
 * Runs something on a key of the whole page: `/`, `?`, `u`, or with Ctrl (Cmd on a Mac): `mod+k`. Keys without Ctrl are
 * left alone while somebody types or a dialog is open.
 */
export function useShortcut(key: string, run: (event: KeyboardEvent) => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const withMod = key.startsWith('mod+');
    const wanted = withMod ? key.slice(4) : key;
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.key.toLowerCase() !== wanted.toLowerCase()) return;
      if ((event.ctrlKey || event.metaKey) !== withMod) return;
      if (!withMod && isElsewhere(event.target)) return;
      event.preventDefault();
      latest.current(event);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [key, enabled]);
}
