'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { type Answer, api, failureText } from '../client/api.ts';
import type { FolderRecord, TreeFolder } from '../client/browsed.ts';
import { LEVEL } from '../client/rights.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { FOLDERS_KEY, parentOf } from '../pickers/folder-levels.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { useToast } from '../ui/toast.tsx';
import { NameDialog } from './name-dialog.tsx';
import type { useRunningWork } from './running-work.tsx';
import { BROWSE_KEY } from './use-images.ts';

type Question = { kind: 'create' | 'rename' | 'move'; folder: TreeFolder };

/** A path inside of a folder. */
const pathIn = (folder: string, name: string): string => `${folder === '/' ? '' : folder}/${name}`;

/**
 * What can be done with folders.
 * @param onMoved called when a folder has another path, or none any more
 */
export function useFolderActions(
  run: ReturnType<typeof useRunningWork>['run'],
  onMoved: (from: string, to: string | undefined) => void,
): FolderActions {
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const [question, setQuestion] = useState<Question>();
  const readAgain = useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: FOLDERS_KEY }),
        client.invalidateQueries({ queryKey: BROWSE_KEY }),
      ]),
    [client],
  );

  const actions = useMemo(() => {
    /** Waits for work on a folder; tells people when it goes on by itself, which is answered with 202. */
    const work = (title: string, start: () => Promise<Answer<unknown>>) =>
      run(title, async () => {
        const answer = await start();
        if (answer.status === 202) {
          toast.done({ text: `${title} takes longer`, detail: 'It goes on in the background.' });
        }
        return answer;
      });
    const put = (id: number, path: string, title: string) =>
      work(title, () => api.call('PUT', `/admin/filesystem/folders/${id}/`, { body: { path } }));

    /** Moves or renames; `told` is what the message says. Rejects with what the server refuses. */
    const place = async (folder: TreeFolder, path: string, told: (path: string) => string) => {
      const { result } = await put(folder.id, path, `Moving ${folder.name}`);
      const to = (result as FolderRecord | undefined)?.path ?? path;
      onMoved(folder.path, to);
      await readAgain();
      const undo = async () => {
        try {
          await put(folder.id, folder.path, `Moving ${folder.name} back`);
          onMoved(to, folder.path);
          toast.done({ text: `${folder.path} is where it was` });
        } catch (error) {
          toast.failed({ text: failureText(error) });
        }
        await readAgain();
      };
      toast.done({ text: told(to), action: { label: 'Undo', run: () => void undo() } });
    };

    const create = async (parent: TreeFolder, name: string) => {
      const made = await api.post<FolderRecord>('/admin/filesystem/folders/', {
        path: pathIn(parent.path, name),
      });
      await readAgain();
      toast.done({ text: `Created ${made.path}` });
    };
    const rename = (folder: TreeFolder, name: string) =>
      place(folder, pathIn(parentOf(folder.path), name), (path) => `Renamed to ${path}`);
    const moveTo = async (folder: TreeFolder, target: string) => {
      try {
        await place(folder, pathIn(target, folder.name), (path) => `Moved to ${path}`);
      } catch (error) {
        toast.failed({ text: failureText(error) });
      }
    };

    const restore = async (path: string) => {
      try {
        const { results } = await api.get<{ results: Array<{ id: number; kind: string; path: string }> }>(
          '/trash/',
          { limit: 50 },
        );
        const entry = results.find((each) => each.kind === 'folder' && each.path === path);
        if (!entry) throw new Error(`${path} is not in the trash`);
        await run(`Restoring ${path}`, () => api.call('POST', `/trash/${entry.id}/restore/`, { body: {} }));
        toast.done({ text: `Restored ${path}` });
      } catch (error) {
        toast.failed({ text: failureText(error) });
      }
      await readAgain();
    };
    const remove = async (folder: TreeFolder) => {
      const goOn = await confirm({
        title: `Delete the folder ${folder.name}?`,
        text: 'Everything in it goes to the trash, and links to its pictures stop working until it is restored.',
        action: 'Delete folder',
        danger: true,
      });
      if (!goOn) return;
      try {
        await work(`Deleting ${folder.name}`, () =>
          api.call('DELETE', `/admin/filesystem/folders/${folder.id}/`),
        );
        onMoved(folder.path, undefined);
        toast.done({
          text: `Deleted ${folder.path}`,
          action: { label: 'Undo', run: () => void restore(folder.path) },
        });
      } catch (error) {
        toast.failed({ text: failureText(error) });
      }
      await readAgain();
    };
    return { create, rename, moveTo, remove };
  }, [confirm, onMoved, readAgain, run, toast]);

  const { kind, folder } = question ?? {};
  const close = () => setQuestion(undefined);
  const dialogs = (
    <>
      {kind === 'create' && folder ? (
        <NameDialog
          title={`New folder in ${folder.path}`}
          label="Name"
          action="Create"
          onClose={close}
          onName={(name) => actions.create(folder, name)}
        />
      ) : null}
      {kind === 'rename' && folder ? (
        <NameDialog
          title={`Rename ${folder.path}`}
          label="New name"
          action="Rename"
          start={folder.name}
          onClose={close}
          onName={(name) => actions.rename(folder, name)}
        />
      ) : null}
      <FolderDialog
        open={kind === 'move'}
        onOpenChange={(open) => !open && close()}
        title={`Move ${folder?.path ?? ''} to…`}
        description="A folder with many pictures takes a while."
        action="Move here"
        minLevel={LEVEL.createFolder}
        startAt={folder ? parentOf(folder.path) : '/'}
        refuse={(path) => folder && refusal(folder.path, path)}
        onPick={(path) => folder && void actions.moveTo(folder, path)}
      />
    </>
  );
  return { ask: setQuestion, remove: actions.remove, dialogs };
}

export type FolderActions = {
  ask: (question: Question) => void;
  remove: (folder: TreeFolder) => Promise<void>;
  dialogs: ReactNode;
};

/** Why a folder cannot be moved somewhere. */
function refusal(folder: string, target: string): string | undefined {
  if (target === folder || target.startsWith(`${folder}/`)) return 'A folder cannot be moved into itself.';
  return target === parentOf(folder) ? 'It is in this folder.' : undefined;
}
