'use client';

import { useMutation } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { BOX } from '../ui/field.tsx';
import { imageTag, useImageUpdate } from './image-query.ts';

type Field = 'title' | 'description';

/** A text of the image that is changed where it stands. */
export function WordsEditor({
  image,
  field,
  label,
  most,
  unavailable,
}: {
  image: ImageDetails;
  field: Field;
  label: string;
  /** Characters. */
  most: number;
  unavailable: string | undefined;
}) {
  const [editing, setEditing] = useState<{ text: string; conflict?: string }>();
  const pencil = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { set, refresh, refreshHistory } = useImageUpdate(image.id);

  const save = useMutation({
    mutationFn: ({ text, ifMatch }: { text: string; ifMatch: string | undefined }) =>
      api.call<ImageDetails>('PUT', `/admin/images/${image.id}/`, { body: { [field]: text }, ifMatch }),
    onMutate: ({ text }) => {
      const before = image[field];
      set((shown) => ({ ...shown, [field]: text.trim() }));
      setEditing(undefined);
      return { before };
    },
    onSuccess: ({ data, etag }) => {
      const version = Number(/-(\d+)"?$/.exec(etag ?? '')?.[1]);
      set((shown) => ({
        ...shown,
        title: data.title,
        description: data.description,
        ...(Number.isInteger(version) ? { version } : {}),
      }));
      void refreshHistory();
    },
    onError: (error, { text }, kept) => {
      set((shown) => ({ ...shown, [field]: kept?.before ?? '' }));
      const isConflict = error instanceof ApiFailure && error.status === 409;
      setEditing({ text, conflict: failureText(error) });
      if (isConflict) void refresh();
    },
  });

  const close = () => {
    setEditing(undefined);
    // The pencil is there again with the next paint.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const submit = () => {
    if (!editing) return;
    if (editing.text.trim() === image[field]) close();
    else save.mutate({ text: editing.text, ifMatch: imageTag(image) });
  };

  return (
    <section aria-labelledby={id}>
      <div className="flex h-8 items-center justify-between">
        <h2 id={id} className="text-[13px] font-medium text-muted">
          {label}
        </h2>
        {editing ? null : (
          <IconButton
            ref={pencil}
            label={`Edit ${label.toLowerCase()}`}
            size="small"
            unavailable={unavailable}
            onClick={() => setEditing({ text: image[field] })}
          >
            <Pencil aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {editing ? (
        <Editor
          labelledBy={id}
          lines={field === 'description'}
          most={most}
          text={editing.text}
          problem={editing.conflict}
          theirs={editing.conflict === undefined ? undefined : image[field]}
          onChange={(text) => setEditing((before) => ({ ...before, text }))}
          onSave={submit}
          onCancel={close}
        />
      ) : (
        <p className={cn('break-words whitespace-pre-wrap', image[field] === '' && 'text-muted')}>
          {image[field] || 'None'}
        </p>
      )}
    </section>
  );
}

function Editor({
  labelledBy,
  lines,
  most,
  text,
  problem,
  theirs,
  onChange,
  onSave,
  onCancel,
}: {
  labelledBy: string;
  lines: boolean;
  most: number;
  text: string;
  problem: string | undefined;
  /** What is stored now, when the text could not be saved. */
  theirs: string | undefined;
  onChange: (text: string) => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => box.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) onSave();
    else return;
    event.preventDefault();
  };
  const common = {
    ref: box,
    value: text,
    maxLength: most,
    'aria-labelledby': labelledBy,
    'aria-describedby': problem === undefined ? undefined : hint,
    'aria-invalid': problem === undefined ? undefined : true,
    onKeyDown,
  };
  return (
    <div className="flex flex-col gap-2">
      {lines ? (
        <textarea
          {...common}
          rows={5}
          onChange={(event) => onChange(event.target.value)}
          className={cn(BOX, 'h-auto min-h-28 py-2')}
        />
      ) : (
        <input {...common} onChange={(event) => onChange(event.target.value)} className={BOX} />
      )}
      {problem === undefined ? null : (
        <div id={hint} role="alert" className="text-[13px] text-danger">
          {problem}
          {theirs === undefined ? null : (
            <p className="mt-1 line-clamp-3 text-muted">Stored now: {theirs === '' ? 'nothing' : theirs}</p>
          )}
        </div>
      )}
      <div className="flex gap-2">
        <Button look="primary" size="small" onClick={onSave}>
          {problem === undefined ? 'Save' : 'Save mine'}
        </Button>
        <Button size="small" onClick={onCancel}>
          {problem === undefined ? 'Cancel' : 'Keep what is stored'}
        </Button>
      </div>
    </div>
  );
}
