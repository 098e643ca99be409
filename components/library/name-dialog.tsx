'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { failureText } from '../client/api.ts';
import { nameProblem, stemLength } from '../pickers/file-names.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';

/** Asks for the name of a file or folder, and says what is wrong with it. */
export function NameDialog({
  title,
  label,
  action,
  start = '',
  onClose,
  onName,
}: {
  title: string;
  label: string;
  action: string;
  /** The name at present. */
  start?: string;
  onClose: () => void;
  /** Does it; what it rejects with is shown. */
  onName: (name: string) => Promise<void>;
}) {
  const [name, setName] = useState(start);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => input.current?.setSelectionRange(0, stemLength(start)));
    return () => clearTimeout(timer);
  }, [start]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === start && start !== '') return onClose();
    const wrong = nameProblem(wanted);
    setProblem(wrong);
    if (wrong !== undefined) return;
    setBusy(true);
    try {
      await onName(wanted);
      onClose();
    } catch (error) {
      setProblem(failureText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      initialFocus={input}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="name-form" disabled={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id="name-form" onSubmit={(event) => void submit(event)}>
        <Field label={label} error={problem}>
          <Input
            ref={input}
            value={name}
            onValueChange={setName}
            maxLength={255}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      </form>
    </Dialog>
  );
}
