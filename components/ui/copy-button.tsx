'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { copyText } from './copy-text.ts';

/** Copies a text. `label` says what, such as `Copy path`. */
export function CopyButton({
  text,
  label = 'Copy',
  iconOnly = false,
  look,
}: {
  text: string | (() => string);
  label?: string;
  iconOnly?: boolean;
  look?: 'plain' | 'primary' | 'quiet';
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    setState((await copyText(typeof text === 'string' ? text : text())) ? 'copied' : 'failed');
  };
  const icon = state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />;
  const words = state === 'copied' ? 'Copied' : state === 'failed' ? 'Not allowed by the browser' : label;
  if (iconOnly) {
    return (
      <IconButton label={words} size="small" look={look ?? 'quiet'} onClick={() => void copy()}>
        {icon}
      </IconButton>
    );
  }
  return (
    <Button size="small" look={look} onClick={() => void copy()}>
      {icon}
      <span aria-live="polite">{words}</span>
    </Button>
  );
}
