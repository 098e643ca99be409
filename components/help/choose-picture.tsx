'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button } from '../ui/button.tsx';

/** Shows the examples with another picture, which then stands in the address. */
export function ChoosePicture({ src, standard }: { src: string; standard: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Choose another picture
      </Button>
      {src === standard ? null : (
        <Button size="small" look="quiet" onClick={() => router.replace('/help/', { scroll: false })}>
          Back to the sample
        </Button>
      )}
      <ImageDialog
        open={open}
        onOpenChange={setOpen}
        title="A picture for the examples"
        onPick={(picked) =>
          router.replace(`/help/?${new URLSearchParams({ src: picked.src })}`, { scroll: false })
        }
      />
    </>
  );
}
