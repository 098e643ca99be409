'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './button.tsx';
import { cn } from './class-names.ts';
import { BOX } from './field.tsx';

/** One of several pages: back and on, and its number to type. What is no page is not handed on. */
export function Pager({
  page,
  pages,
  onChange,
  word = 'page',
  disabled = false,
  className,
}: {
  /** From 1. */
  page: number;
  pages: number;
  onChange: (page: number) => void;
  /** What the pages are called. */
  word?: string;
  disabled?: boolean;
  className?: string;
}) {
  const [text, setText] = useState(String(page));
  // It may also change elsewhere.
  const [known, setKnown] = useState(page);
  if (known !== page) {
    setKnown(page);
    setText(String(page));
  }
  const take = () => {
    const typed = Number(text);
    const isPage = /^\s*\d+\s*$/.test(text) && typed >= 1 && typed <= pages;
    if (isPage && typed !== page) onChange(typed);
    else setText(String(page));
  };
  return (
    <div className={cn('flex items-center gap-1', className)}>
      <IconButton
        label={`Previous ${word}`}
        size="small"
        look="plain"
        disabled={disabled || page <= 1}
        onClick={() => onChange(page - 1)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <input
        aria-label={`${word.charAt(0).toUpperCase()}${word.slice(1)} of ${pages}`}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
        style={{ width: `${String(pages).length + 3}ch` }}
        className={cn(BOX, 'h-8 px-1 text-center tabular-nums')}
      />
      <span className="text-[13px] whitespace-nowrap text-muted tabular-nums">of {pages}</span>
      <IconButton
        label={`Next ${word}`}
        size="small"
        look="plain"
        disabled={disabled || page >= pages}
        onClick={() => onChange(page + 1)}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </div>
  );
}
