'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { useFillBasket } from '../client/basket.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { folderOf } from '../client/places.ts';
import { LEVEL } from '../client/rights.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { FOLDERS_KEY } from '../pickers/folder-levels.ts';
import { useToast } from '../ui/toast.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';
import type { useRunningWork } from './running-work.tsx';
import { TagDialog } from './tag-dialog.tsx';
import type { Target } from './target.ts';
import { BROWSE_KEY } from './use-images.ts';

/** What became of a change of many images. */
type Outcome = {
  done: number;
  failures: number;
  failed: ReadonlyArray<{ id: number; src: string; message: string }>;
  /** Where the images came from; empty when there are too many to tell. */
  moved: ReadonlyArray<{ folder: string; ids: readonly number[] }>;
  /** The task that did it. */
  task: number | undefined;
};

type Change =
  | { action: 'move'; folder: string }
  | { action: 'delete' }
  | { action: 'edit'; title?: string; description?: string }
  | { action: 'tag' | 'untag'; tags: readonly string[] };

/** What is asked in a dialog, and about which images. */
export type Question = { kind: 'move' | 'tag' | 'edit' | 'rename'; target: Target };

const DOING = {
  move: 'Moving',
  delete: 'Deleting',
  edit: 'Changing',
  tag: 'Tagging',
  untag: 'Untagging',
} as const;

/**
 * What can be done with images: each action tells what came of it, and how to take it back.
 * @param onGone called when images have left the listing
 */
export function useImageActions(
  run: ReturnType<typeof useRunningWork>['run'],
  onGone: (target: Target) => void,
): ImageActions {
  const client = useQueryClient();
  const toast = useToast();
  const [question, setQuestion] = useState<Question>();
  const fillBasket = useFillBasket();

  const readAgain = useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: BROWSE_KEY }),
        client.invalidateQueries({ queryKey: FOLDERS_KEY }),
      ]),
    [client],
  );

  /** Changes images; tells what failed. Undefined when nothing was done. */
  const change = useCallback(
    async (target: Pick<Target, 'selection' | 'name'>, wanted: Change): Promise<Outcome | undefined> => {
      let result: Outcome | undefined;
      try {
        const finished = await run(`${DOING[wanted.action]} ${target.name}`, () =>
          api.call('POST', '/selection/tasks/', { body: { ...wanted, selection: target.selection } }),
        );
        if (finished.result) result = { ...(finished.result as Outcome), task: finished.task };
      } catch (error) {
        if (!isLeaving(error)) toast.failed({ text: failureText(error) });
      }
      await readAgain();
      if (result && result.failures > 0) {
        const [first] = result.failed;
        toast.failed({
          text: `${countOf(result.failures, 'image')} could not be changed`,
          ...(first ? { detail: `${first.src}: ${first.message}` } : {}),
        });
      }
      return result && result.done > 0 ? result : undefined;
    },
    [run, toast, readAgain],
  );

  const actions = useMemo(() => {
    const moveTo = async (target: Target, folder: string) => {
      const outcome = await change(target, { action: 'move', folder });
      if (!outcome) return;
      onGone(target);
      const undo = async () => {
        for (const { folder: from, ids } of outcome.moved) {
          await change({ selection: { ids: [...ids] }, name: target.name }, { action: 'move', folder: from });
        }
        toast.done({ text: `Moved ${target.name} back` });
      };
      toast.done({
        text: `Moved ${doneName(target, outcome)} to ${folder}`,
        ...(target.images.length === target.count
          ? { action: { label: 'Undo', run: () => void undo() } }
          : {}),
      });
    };

    const remove = async (target: Target) => {
      const outcome = await change(target, { action: 'delete' });
      if (!outcome) return;
      onGone(target);
      const undo = async () => {
        try {
          await run(`Restoring ${target.name}`, () =>
            api.call('POST', '/trash/restore/', { body: { task: outcome.task } }),
          );
          toast.done({ text: `Restored ${doneName(target, outcome)}` });
        } catch (error) {
          if (!isLeaving(error)) toast.failed({ text: failureText(error) });
        } finally {
          await readAgain();
        }
      };
      toast.done({
        text: `Deleted ${doneName(target, outcome)}`,
        detail: 'In the trash, from where it can be restored.',
        action: { label: 'Undo', run: () => void undo() },
      });
    };

    const tag = async (target: Target, added: readonly string[], removed: readonly string[]) => {
      const changes: Array<Change & { tags: readonly string[] }> = [];
      if (added.length > 0) changes.push({ action: 'tag', tags: added });
      if (removed.length > 0) changes.push({ action: 'untag', tags: removed });
      let last: Outcome | undefined;
      for (const wanted of changes) last = (await change(target, wanted)) ?? last;
      if (!last) return;
      const undo = async () => {
        for (const { action, tags } of changes) {
          const opposite = action === 'tag' ? 'untag' : 'tag';
          for (const name of tags) {
            // Only where it has changed something.
            const had = (image: BrowsedImage) =>
              image.tags.some((each) => each.toLowerCase() === name.toLowerCase());
            const ids = target.images
              .filter((image) => had(image) === (action === 'untag'))
              .map(({ id }) => id);
            if (ids.length === 0) continue;
            await change({ selection: { ids }, name: target.name }, { action: opposite, tags: [name] });
          }
        }
      };
      toast.done({
        text: `Changed the tags of ${doneName(target, last)}`,
        ...(target.images.length === target.count
          ? { action: { label: 'Undo', run: () => void undo() } }
          : {}),
      });
    };

    const edit = async (target: Target, wanted: { title?: string; description?: string }) => {
      const outcome = await change(target, { action: 'edit', ...wanted });
      if (!outcome) return;
      const [only] = target.images;
      const before = only && { title: only.title, description: only.description };
      toast.done({
        text: `Changed ${doneName(target, outcome)}`,
        ...(target.count === 1 && before
          ? { action: { label: 'Undo', run: () => void change(target, { action: 'edit', ...before }) } }
          : {}),
      });
    };

    const rename = async (image: BrowsedImage, name: string): Promise<void> => {
      const folder = folderOf(image.src);
      const pathOf = (file: string) => `${folder === '/' ? '' : folder}/${file}`;
      const put = (file: string) =>
        api.put<BrowsedImage>(`/admin/filesystem/images/${image.id}/`, { path: pathOf(file) });
      const renamed = await put(name);
      await readAgain();
      const undo = async () => {
        try {
          await put(image.filename);
          toast.done({ text: `Named ${image.filename} again` });
        } catch (error) {
          toast.failed({ text: failureText(error) });
        }
        await readAgain();
      };
      toast.done({
        text: `Renamed to ${renamed.filename}`,
        action: { label: 'Undo', run: () => void undo() },
      });
    };

    const zip = async (target: Target) => {
      try {
        const { url, files, bytes } = await api.post<{ url: string; files: number; bytes: number }>(
          '/selection/zip/',
          { selection: target.selection },
        );
        toast.done({ text: `Downloading ${countOf(files, 'file')}, ${formatBytes(bytes)}` });
        location.assign(url);
      } catch (error) {
        toast.failed({ text: failureText(error) });
      }
    };
    return { moveTo, remove, tag, edit, rename, zip };
  }, [change, onGone, readAgain, run, toast]);

  const close = (open: boolean) => !open && setQuestion(undefined);
  const { kind, target } = question ?? {};
  const only = target?.images[0];
  const dialogs = (
    <>
      <FolderDialog
        open={kind === 'move'}
        onOpenChange={close}
        title={`Move ${target?.name ?? ''} to…`}
        action="Move here"
        minLevel={LEVEL.upload}
        startAt={target?.folder}
        refuse={(path) => whereTheyAre(target, path)}
        onPick={(path) => target && void actions.moveTo(target, path)}
      />
      {kind === 'tag' && target ? (
        <TagDialog
          target={target}
          onClose={() => close(false)}
          onSave={(added, removed) => void actions.tag(target, added, removed)}
        />
      ) : null}
      {kind === 'edit' && target ? (
        <EditDialog
          target={target}
          onClose={() => close(false)}
          onSave={(wanted) => void actions.edit(target, wanted)}
        />
      ) : null}
      {kind === 'rename' && only ? (
        <NameDialog
          title={`Rename ${only.filename}`}
          label="New name"
          action="Rename"
          start={only.filename}
          onClose={() => close(false)}
          onName={(name) => actions.rename(only, name)}
        />
      ) : null}
    </>
  );
  return {
    ...actions,
    collect: ({ selection, name }) => fillBasket({ selection, name }),
    ask: setQuestion,
    dialogs,
  };
}

export type ImageActions = {
  ask: (question: Question) => void;
  moveTo: (target: Target, folder: string) => Promise<void>;
  remove: (target: Target) => Promise<void>;
  zip: (target: Target) => Promise<void>;
  /** Puts images into the basket. */
  collect: (target: Target) => void;
  dialogs: ReactNode;
};

function doneName(target: Target, { done }: Outcome): string {
  return done === target.count ? target.name : `${formatCount(done)} of ${target.name}`;
}

/** Why images cannot be moved to a folder: they are there. */
function whereTheyAre(target: Target | undefined, path: string): string | undefined {
  if (!target || target.images.length === 0 || target.images.length < target.count) return undefined;
  return target.images.every((image) => folderOf(image.src) === path)
    ? 'They are in this folder.'
    : undefined;
}

/** Whether the page was left while work went on, which is nothing that has gone wrong. */
function isLeaving(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
