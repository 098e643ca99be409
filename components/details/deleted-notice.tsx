'use client';

import { useMutation } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { api, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { folderOf } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toast.tsx';
import { useImageUpdate } from './image-query.ts';

/** Says that the image is gone, with a way back where there is one. */
export function DeletedNotice({ image }: { image: ImageDetails }) {
  const toast = useToast();
  const { refresh } = useImageUpdate(image.id);
  const restore = useMutation({
    mutationFn: (entry: number) => api.post(`/trash/${entry}/restore/`, {}),
    onSuccess: async () => {
      await refresh();
      wish('folder-changed', { folder: folderOf(image.src) });
      toast.done({ text: 'Restored', detail: image.src });
    },
    onError: (error) => toast.failed({ text: failureText(error) }),
  });
  const { trash_id: entry } = image;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-border bg-surface px-4 py-3">
      <Trash2 aria-hidden="true" className="size-4 text-danger" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">This image no longer exists.</strong>{' '}
        <span className="text-muted">
          {entry === null
            ? 'What is recorded of it is kept, with its history.'
            : 'It lies in the trash and can be restored.'}
        </span>
      </p>
      {entry === null ? null : (
        <Button
          look="primary"
          size="small"
          disabled={restore.isPending}
          unavailable={missingLevel(image.access, LEVEL.delete, folderOf(image.src))}
          onClick={() => restore.mutate(entry)}
        >
          <RotateCcw aria-hidden="true" />
          Restore
        </Button>
      )}
    </div>
  );
}
