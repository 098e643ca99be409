'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button } from '../ui/button.tsx';

/** Shows the examples with another picture, which then stands in the address. */
export function ChoosePicture({
  src,
  standard,
  path = '/help/',
}: {
  src: string;
  standard: string;
  /** Address of the page without a query. */
  path?: string;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const show = (chosen: string | undefined) => {
    const query = new URLSearchParams(location.search);
    if (chosen === undefined) query.delete('src');
    else query.set('src', chosen);
    const rest = query.toString();
    router.replace(rest === '' ? path : `${path}?${rest}`, { scroll: false });
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Choose another picture
      </Button>
      {src === standard ? null : (
        <Button size="small" look="quiet" onClick={() => show(undefined)}>
          Back to the sample
        </Button>
      )}
      <ImageDialog
        open={open}
        onOpenChange={setOpen}
        title="A picture for the examples"
        onPick={(picked) => show(picked.src)}
      />
    </>
  );
}
