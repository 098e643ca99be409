'use client';

import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** Keys in the words of keyboards, alternatives one by one. */
type Shortcut = { keys: readonly string[]; text: string };

const GROUPS: ReadonlyArray<{ title: string; shortcuts: readonly Shortcut[] }> = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: ['Ctrl K'], text: 'Search, or go to a place' },
      { keys: ['/'], text: 'Search in the library' },
      { keys: ['U'], text: 'Upload' },
      { keys: ['?'], text: 'This list' },
      { keys: ['Esc'], text: 'Close, or clear the selection' },
    ],
  },
  {
    title: 'Go to',
    shortcuts: [
      { keys: ['G L'], text: 'Library' },
      { keys: ['G U'], text: 'Upload' },
      { keys: ['G P'], text: 'Portfolios' },
      { keys: ['G A'], text: 'Administration' },
      { keys: ['G H'], text: 'Imaging guide' },
      { keys: ['G M'], text: 'My account' },
    ],
  },
  {
    title: 'In the library',
    shortcuts: [
      { keys: ['←', '→', '↑', '↓'], text: 'Move among pictures' },
      { keys: ['Shift ←', 'Shift →'], text: 'Select from here on' },
      { keys: ['Space'], text: 'Select, or no longer' },
      { keys: ['Ctrl A'], text: 'Select all' },
      { keys: ['Enter'], text: 'Open' },
      { keys: ['B'], text: 'Put into the basket' },
    ],
  },
  {
    title: 'In a picture',
    shortcuts: [
      { keys: ['←', '→'], text: 'Previous and next picture' },
      { keys: ['+', '-'], text: 'Closer and further' },
      { keys: ['0'], text: 'Whole picture' },
    ],
  },
];

/** All keys that do something. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="On a Mac, Ctrl is the Command key."
      width="large"
    >
      <div className="grid gap-x-10 gap-y-6 pb-2 sm:grid-cols-2">
        {GROUPS.map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-2 text-[13px] text-muted">{title}</h3>
            <dl className="divide-y divide-border">
              {shortcuts.map(({ keys, text }) => (
                <div key={text} className="flex items-center justify-between gap-4 py-1.5">
                  <dt>{text}</dt>
                  <dd className="flex shrink-0 flex-wrap justify-end gap-1.5">
                    {keys.map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
