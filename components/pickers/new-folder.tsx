'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, failureText } from '../client/api.ts';
import type { FolderRecord } from '../client/browsed.ts';
import { wish } from '../client/events.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { nameProblem } from './file-names.ts';
import { FOLDERS_KEY } from './folder-levels.ts';

/** A line to type the name of a new folder into, inside of another. */
export function NewFolder({
  parent,
  onMade,
  onClose,
}: {
  parent: string;
  /** Called with the path of the folder, whose name the server may have cleaned. */
  onMade: (path: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (wanted: string) =>
      api.post<FolderRecord>('/admin/filesystem/folders/', {
        path: `${parent === '/' ? '' : parent}/${wanted}`,
      }),
    onSuccess: async ({ path }) => {
      await client.invalidateQueries({ queryKey: FOLDERS_KEY });
      wish('folder-changed', { folder: parent });
      onMade(path);
    },
    onError: (error) => setProblem(failureText(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    const wrong = nameProblem(wanted);
    setProblem(wrong);
    if (wrong === undefined) make.mutate(wanted);
  };
  return (
    <form onSubmit={submit} className="mt-3 flex items-end gap-2">
      <Field label={`Name of the new folder in ${parent}`} error={problem} className="flex-1">
        <Input
          // Asked for by the person a moment ago.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={name}
          onValueChange={setName}
          maxLength={255}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }}
        />
      </Field>
      <Button type="submit" look="primary" disabled={make.isPending}>
        Create
      </Button>
      <Button onClick={onClose}>Cancel</Button>
    </form>
  );
}
