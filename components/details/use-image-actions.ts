'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { api, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { detailsPage, folderOf } from '../client/places.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { useToast } from '../ui/toast.tsx';
import { useImageUpdate } from './image-query.ts';

type Options = {
  image: ImageDetails;
  /** Query of the list that the image is looked at from. */
  from: string;
  /** Address of that list. */
  back: string;
  keepsTrash: boolean;
};

/** Moving, deleting and resetting an image, with a way back where there is one. */
export function useImageActions({ image, from, back, keepsTrash }: Options) {
  const router = useRouter();
  const toast = useToast();
  const confirm = useConfirm();
  const { set } = useImageUpdate(image.id);
  const { id, src } = image;
  const failed = (error: unknown) => void toast.failed({ text: failureText(error) });

  const move = useMutation({
    mutationFn: ({ path }: { path: string; undoing: boolean }) =>
      api.put<Partial<ImageDetails> & { src: string }>(`/admin/filesystem/images/${id}/`, { path }),
    onSuccess: (moved, { undoing }) => {
      const now = moved.src;
      set((before) => ({ ...before, ...moved }));
      for (const folder of new Set([folderOf(src), folderOf(now)])) wish('folder-changed', { folder });
      router.replace(detailsPage(now, from));
      toast.done({
        text: undoing ? 'Moved back' : folderOf(now) === folderOf(src) ? 'Renamed' : 'Moved',
        detail: now,
        ...(undoing
          ? {}
          : { action: { label: 'Undo', run: () => move.mutate({ path: src, undoing: true }) } }),
      });
    },
    onError: failed,
  });

  const restore = async (entry: number) => {
    try {
      await api.post(`/trash/${entry}/restore/`, {});
      wish('folder-changed', { folder: folderOf(src) });
      router.push(detailsPage(src, from));
    } catch (error) {
      failed(error);
    }
  };
  const remove = useMutation({
    mutationFn: async () => {
      await api.delete(`/admin/filesystem/images/${id}/`);
      return api.get<ImageDetails>(`/admin/images/${id}/details/`).catch(() => undefined);
    },
    onSuccess: (gone) => {
      const entry = gone?.trash_id;
      wish('folder-changed', { folder: folderOf(src) });
      router.push(back);
      toast.done({
        text: 'Deleted',
        detail: src,
        ...(typeof entry === 'number' ? { action: { label: 'Undo', run: () => void restore(entry) } } : {}),
      });
    },
    onError: failed,
  });

  const reset = useMutation({
    mutationFn: () => api.post<ImageDetails>(`/admin/images/${id}/reset/`, {}),
    onSuccess: (now) => {
      set(() => now);
      toast.done({ text: 'Everything made of this image is made anew from now on' });
    },
    onError: failed,
  });

  return {
    /** @param path new repository path */
    moveTo: (path: string) => move.mutate({ path, undoing: false }),
    reset: () => reset.mutate(),
    async remove() {
      const goOn =
        keepsTrash ||
        (await confirm({
          title: `Delete ${image.filename}?`,
          text: 'This server keeps no trash: the file cannot be restored.',
          action: 'Delete for good',
          danger: true,
        }));
      if (goOn) remove.mutate();
    },
  };
}
