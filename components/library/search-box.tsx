'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcut } from '../client/use-shortcut.ts';
import { BOX } from '../ui/field.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** Milliseconds after the last letter until it is looked for. */
const PAUSE = 250;

/** Words to look for in this folder and below; `/` leads there. */
export function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  // What the address says counts, when it changes by other means.
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  useShortcut('/', () => {
    input.current?.focus();
    input.current?.select();
  });
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => latest.current(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text, value]);
  const clear = () => {
    setText('');
    onChange('');
    input.current?.focus();
  };
  return (
    <search className="relative block w-full sm:w-64 lg:w-72">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label="Search here and in the folders below"
        placeholder="Search here and below"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          // Whoever goes on to something else, such as the order, means it for what was typed.
          if (text.trim() !== value) onChange(text.trim());
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            clear();
          } else if (event.key === 'Enter') onChange(text.trim());
        }}
        className={`${BOX} h-8 pr-9 pl-8 text-[13px]`}
      />
      {text === '' ? (
        <span className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 pointer-coarse:hidden">
          <Kbd keys="/" />
        </span>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={clear}
          className="absolute top-1/2 right-0.5 flex size-7 -translate-y-1/2 cursor-pointer items-center justify-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      )}
    </search>
  );
}
