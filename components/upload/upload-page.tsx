'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudUpload, File as FileIcon, Folder } from 'lucide-react';
import { useRef, useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { folderLevel } from '../pickers/folder-levels.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { LiveText } from '../ui/states.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { type Choice, DestinationChoice } from './destination-choice.tsx';
import type { Destination, OnTaken, Words } from './entry.ts';
import { EntryList } from './entry-list.tsx';
import { spokenText, summaryText } from './entry-text.ts';
import { pickedIn } from './picked-files.ts';
import { QueueActions, QueueProgress } from './queue-status.tsx';
import { summarise } from './queue-summary.ts';
import { useUploads } from './use-uploads.ts';

const ON_TAKEN = [
  { value: 'ask', label: 'Ask me', detail: 'Shows both pictures and lets you decide' },
  { value: 'refuse', label: 'Do not upload', detail: 'The file counts as failed' },
  { value: 'rename', label: 'Keep both', detail: 'The new file gets a number' },
  { value: 'replace', label: 'Replace', detail: 'The address stays, the file behind it changes' },
] as const;

/** What the predecessor's addresses call them. */
const OLD_WORDS: Readonly<Record<string, OnTaken>> = {
  no: 'refuse',
  '0': 'refuse',
  false: 'refuse',
  yes: 'replace',
  '1': 'replace',
  true: 'replace',
};

/** Chooses files and where they go, and shows what becomes of them. The choices stand in the address. */
export function UploadPage({
  choices,
  template,
  maxBytes,
}: {
  choices: readonly Choice[];
  template: string | undefined;
  maxBytes: number;
}) {
  const { values, change } = useUrlState();
  const destination = chosen(choices, values.get('path'), values.get('path_index'));
  const overwrite = values.get('overwrite') ?? '';
  const onTaken = ON_TAKEN.find(({ value }) => value === overwrite)?.value ?? OLD_WORDS[overwrite] ?? 'ask';
  const chosenFolder = values.get('path') ?? undefined;
  const missing = useMissing(choices, destination);
  const [words, setWords] = useState<Words>({ title: '', tags: '' });
  return (
    <Page title="Upload" intro={`Up to ${formatBytes(maxBytes)} a file. What breaks off goes on by itself.`}>
      <div
        {...(destination && missing === undefined
          ? {
              'data-upload-folder': destination.folder,
              'data-upload-index': destination.index,
              'data-upload-taken': onTaken,
              'data-upload-title': words.title,
              'data-upload-tags': words.tags,
            }
          : {})}
        className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]"
      >
        <div className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4">
          <DestinationChoice
            choices={choices}
            value={destination}
            chosenFolder={chosenFolder}
            onChange={({ folder, index }) =>
              change(
                index === undefined ? { path: folder, path_index: undefined } : { path_index: String(index) },
              )
            }
          />
          <Field label="If a name is taken">
            <Select
              value={onTaken}
              onChange={(value) => change({ overwrite: value === 'ask' ? undefined : value })}
              choices={ON_TAKEN}
            />
          </Field>
          <Field label="Title of all of them" hint="May be left empty">
            <Input
              value={words.title}
              maxLength={255}
              onChange={(event) => setWords({ ...words, title: event.target.value })}
            />
          </Field>
          <Field label="Tags of all of them" hint="Separated by commas">
            <Input
              value={words.tags}
              maxLength={1000}
              onChange={(event) => setWords({ ...words, tags: event.target.value })}
            />
          </Field>
        </div>
        <DropArea destination={destination} onTaken={onTaken} words={words} missing={missing} />
        <Results template={template} />
      </div>
    </Page>
  );
}

/** The destination that the address names, else the first one that the person may use. */
function chosen(
  choices: readonly Choice[],
  path: string | null,
  index: string | null,
): Destination | undefined {
  const numbered = choices.find((choice) => String(choice.index) === index);
  if (numbered) return { folder: numbered.folder, index: numbered.index };
  if (path !== null) {
    const folder = `/${path.replace(/^\/+|\/+$/g, '')}`;
    const same = choices.find((choice) => choice.folder === folder);
    return same ? { folder, index: same.index } : { folder };
  }
  const first = choices.find(({ access }) => access >= LEVEL.upload);
  return first && { folder: first.folder, index: first.index };
}

/** Why nothing can be uploaded there; undefined when it can. */
function useMissing(choices: readonly Choice[], destination: Destination | undefined): string | undefined {
  const isOther = destination !== undefined && destination.index === undefined;
  const { data, error } = useQuery({ ...folderLevel(destination?.folder ?? '/'), enabled: isOther });
  if (!destination) return 'Choose a folder first';
  const access = isOther
    ? data?.folder.access
    : choices.find(({ index }) => index === destination.index)?.access;
  if (isOther && error) return `There is no folder ${destination.folder} that you can see`;
  return access === undefined ? undefined : missingLevel(access, LEVEL.upload, destination.folder);
}

function DropArea({
  destination,
  onTaken,
  words,
  missing,
}: {
  destination: Destination | undefined;
  onTaken: OnTaken;
  words: Words;
  missing: string | undefined;
}) {
  const { uploads } = useUploads();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (box: HTMLInputElement) => {
    const picked = pickedIn(box.files ?? []);
    if (destination) uploads?.add(picked, { destination, onTaken, words });
    // So that the same file can be chosen again.
    box.value = '';
  };
  return (
    <section
      aria-label="Files to upload"
      className="flex min-h-64 flex-col items-center justify-center gap-4 rounded-card border-2 border-dashed border-control bg-surface px-4 py-8 text-center"
    >
      <CloudUpload aria-hidden="true" className="size-8 text-muted" />
      <div>
        <p className="text-base font-semibold">Drop files or folders anywhere on this page</p>
        <p className="mt-1 break-words text-muted">
          {missing ?? `They go to ${destination?.folder ?? ''}. Folders keep their structure.`}
        </p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" size="large" unavailable={missing} onClick={() => files.current?.click()}>
          <FileIcon aria-hidden="true" />
          Choose files
        </Button>
        <Button size="large" unavailable={missing} onClick={() => folder.current?.click()}>
          <Folder aria-hidden="true" />
          Choose a folder
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        onChange={(event) => take(event.currentTarget)}
        {...{ webkitdirectory: '' }}
      />
    </section>
  );
}

function Results({ template }: { template: string | undefined }) {
  const { uploads, queue } = useUploads();
  const summary = summarise(queue);
  return (
    <>
      <LiveText>{spokenText(summary, queue.pause)}</LiveText>
      {uploads && summary.total > 0 ? (
        <section
          aria-label="Uploads"
          className="overflow-hidden rounded-card border border-border bg-surface lg:col-span-2"
        >
          <h2 className="border-b border-border px-3 py-2.5 font-semibold tabular-nums">
            {summaryText(summary, queue.pause)}
          </h2>
          <QueueProgress summary={summary} pause={queue.pause} uploads={uploads} />
          <DecisionPanel entries={queue.entries} uploads={uploads} />
          <EntryList
            entries={queue.entries}
            uploads={uploads}
            template={template}
            className="max-h-[40rem]"
          />
          <QueueActions queue={queue} summary={summary} uploads={uploads} template={template} />
        </section>
      ) : null}
    </>
  );
}
