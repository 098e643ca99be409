'use client';

import { FolderOpen } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useId, useState } from 'react';
import { browsePage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import type { Destination } from './entry.ts';

/** A folder that the settings offer, with the viewer's level on it. */
export type Choice = { index: number; label: string; folder: string; access: number };

/** One of the folders that the settings offer, or any other one. */
export function DestinationChoice({
  choices,
  value,
  chosenFolder,
  onChange,
}: {
  choices: readonly Choice[];
  value: Destination | undefined;
  /** The other folder, once there is one. */
  chosenFolder: string | undefined;
  onChange: (destination: Destination) => void;
}) {
  const name = useId();
  const [picking, setPicking] = useState(false);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1.5 text-[13px] font-medium">Where to</legend>
      {choices.map(({ index, label, folder, access }) => {
        const missing = missingLevel(access, LEVEL.upload, folder);
        return (
          <Option
            key={index}
            name={name}
            label={label}
            checked={value?.index === index}
            disabled={missing !== undefined}
            onChoose={() => onChange({ folder, index })}
            detail={missing ?? folder}
          >
            {access >= LEVEL.view ? <ViewLink folder={folder} label={label} /> : null}
          </Option>
        );
      })}
      <Option
        name={name}
        label="Another folder"
        checked={value !== undefined && value.index === undefined}
        disabled={false}
        onChoose={() => (chosenFolder === undefined ? setPicking(true) : onChange({ folder: chosenFolder }))}
        detail={chosenFolder ?? 'None chosen yet'}
      >
        {chosenFolder === undefined ? null : <ViewLink folder={chosenFolder} label="the chosen folder" />}
        <Button size="small" onClick={() => setPicking(true)}>
          <FolderOpen aria-hidden="true" />
          Browse
        </Button>
      </Option>
      {picking ? (
        <FolderDialog
          open
          onOpenChange={setPicking}
          title="Upload to which folder?"
          action="Choose this folder"
          minLevel={LEVEL.upload}
          startAt={chosenFolder ?? '/'}
          onPick={(folder) => onChange({ folder })}
        />
      ) : null}
    </fieldset>
  );
}

function ViewLink({ folder, label }: { folder: string; label: string }) {
  return (
    <Link
      prefetch={false}
      href={browsePage(folder)}
      aria-label={`View folder of ${label}`}
      className="rounded-control text-[13px] text-accent underline underline-offset-2"
    >
      View folder
    </Link>
  );
}

function Option({
  name,
  label,
  detail,
  checked,
  disabled,
  onChoose,
  children,
}: {
  name: string;
  label: string;
  detail: string;
  checked: boolean;
  disabled: boolean;
  onChoose: () => void;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div
      className={cn(
        'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2 py-2 pointer-coarse:min-h-11',
        checked && 'bg-soft',
      )}
    >
      <input
        id={id}
        type="radio"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        aria-describedby={`${id}-detail`}
        className="size-[18px] shrink-0 accent-accent"
      />
      <label htmlFor={id} className={cn('min-w-0 flex-1 basis-40', disabled && 'text-muted')}>
        <span className="block font-medium">{label}</span>
        <span id={`${id}-detail`} className="block text-[13px] break-words text-muted">
          {detail}
        </span>
      </label>
      {children}
    </div>
  );
}
