'use client';

import { Plus, RotateCcw, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { type Target, tagCounts } from './target.ts';
import { useTags } from './use-tags.ts';

const LONGEST = 60;

/** Adds tags to images and takes them off: of several, each tag says how many have it. */
export function TagDialog({
  target,
  onClose,
  onSave,
}: {
  target: Target;
  onClose: () => void;
  onSave: (added: readonly string[], removed: readonly string[]) => void;
}) {
  const [text, setText] = useState('');
  const [added, setAdded] = useState<readonly string[]>([]);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const present = tagCounts(target.images);
  const everywhere = new Set(
    present.filter(({ count }) => count === target.count).map(({ name }) => name.toLowerCase()),
  );
  const isThere = (name: string) =>
    (everywhere.has(name.toLowerCase()) && !removed.includes(name)) ||
    added.some((each) => each.toLowerCase() === name.toLowerCase());
  const suggestions = useTags(text).filter(({ name }) => !isThere(name));

  const add = (written: string) => {
    const names = written
      .split(',')
      .map((name) => name.trim().slice(0, LONGEST))
      .filter((name) => name !== '' && !isThere(name));
    setAdded([...added, ...names]);
    setText('');
    input.current?.focus();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    if (text.trim() !== '') add(text);
    else if (event.key === 'Enter') save();
  };
  const save = () => {
    const rest = text.trim() === '' || isThere(text.trim()) ? [] : [text.trim().slice(0, LONGEST)];
    onClose();
    if (added.length + rest.length + removed.length > 0) onSave([...added, ...rest], removed);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Tags of ${target.name}`}
      initialFocus={input}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={save}>
            Save
          </Button>
        </>
      }
    >
      {present.length + added.length === 0 ? null : (
        <ul aria-label="Tags" className="mb-4 flex flex-wrap gap-1.5">
          {present.map(({ name, count }) => {
            const gone = removed.includes(name);
            return (
              <TagChip
                key={name}
                name={name}
                note={target.count > 1 ? `${count} of ${target.count}` : undefined}
                struck={gone}
                action={gone ? `Keep ${name}` : `Remove ${name}`}
                onAct={() => setRemoved(gone ? removed.filter((each) => each !== name) : [...removed, name])}
              />
            );
          })}
          {added.map((name) => (
            <TagChip
              key={`added ${name}`}
              name={name}
              note="new"
              action={`Remove ${name}`}
              onAct={() => setAdded(added.filter((each) => each !== name))}
            />
          ))}
        </ul>
      )}
      <Field label="Add a tag" hint="Enter or a comma ends a tag.">
        <Input
          ref={input}
          value={text}
          onValueChange={setText}
          onKeyDown={handleKey}
          maxLength={200}
          autoComplete="off"
        />
      </Field>
      {suggestions.length === 0 ? null : (
        <ul aria-label="Tags in use" className="mt-3 flex flex-wrap gap-1.5">
          {suggestions.slice(0, 12).map(({ name }) => (
            <li key={name}>
              <Button size="small" look="quiet" onClick={() => add(name)}>
                <Plus aria-hidden="true" />
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function TagChip({
  name,
  note,
  struck = false,
  action,
  onAct,
}: {
  name: string;
  note?: string | undefined;
  struck?: boolean;
  action: string;
  onAct: () => void;
}) {
  return (
    <li className="inline-flex h-8 items-center rounded-full border border-border bg-canvas pl-3 text-[13px] pointer-coarse:h-11">
      <span className={cn(struck && 'text-muted line-through')}>{name}</span>
      {note === undefined ? null : <span className="ml-1.5 text-xs text-muted tabular-nums">{note}</span>}
      <button
        type="button"
        aria-label={action}
        onClick={onAct}
        className="ml-1 flex size-8 cursor-pointer items-center justify-center rounded-full text-muted hover:text-text pointer-coarse:size-11"
      >
        {struck ? (
          <RotateCcw aria-hidden="true" className="size-3.5" />
        ) : (
          <X aria-hidden="true" className="size-3.5" />
        )}
      </button>
    </li>
  );
}
