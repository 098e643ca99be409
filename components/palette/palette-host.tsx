'use client';

import dynamic from 'next/dynamic';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { onWish } from '../client/events.ts';
import { uploadPage } from '../client/places.ts';
import { useShortcut } from '../client/use-shortcut.ts';
import { useViewer } from '../client/viewer.tsx';
import { placeOf, rememberPlace } from './recent-places.ts';
import { useJumps } from './use-jumps.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = dynamic(async () => (await loadPalette()).Palette, { ssr: false });
const ShortcutSheet = dynamic(async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet, {
  ssr: false,
});

/** Waits for whoever wants to find or do something by keyboard; what it shows is loaded when the page has nothing else to do. */
export function PaletteHost() {
  const viewer = useViewer();
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams();
  const [palette, setPalette] = useState<'unused' | 'open' | 'closed'>('unused');
  const [sheet, setSheet] = useState<'unused' | 'open' | 'closed'>('unused');

  useEffect(() => {
    // Whoever presses the keys goes on typing at once.
    const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1000));
    whenIdle(() => void loadPalette());
  }, []);
  useEffect(() => onWish('open-palette', () => setPalette('open')), []);
  useEffect(() => onWish('show-shortcuts', () => setSheet('open')), []);
  useShortcut('mod+k', () => setPalette(palette === 'open' ? 'closed' : 'open'));
  useShortcut('?', () => setSheet('open'));
  // The library has its own: files for the folder that is shown.
  useShortcut('u', () => router.push(uploadPage()), !pathname.startsWith('/list'));
  useJumps();

  const place = placeOf(pathname, query);
  const address = place?.href;
  useEffect(() => {
    if (place) rememberPlace(viewer.userId, place);
    // The place follows from its address.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [address, viewer.userId]);

  return (
    <>
      {palette === 'unused' ? null : (
        <Palette open={palette === 'open'} onOpenChange={(open) => setPalette(open ? 'open' : 'closed')} />
      )}
      {sheet === 'unused' ? null : (
        <ShortcutSheet open={sheet === 'open'} onOpenChange={(open) => setSheet(open ? 'open' : 'closed')} />
      )}
    </>
  );
}
