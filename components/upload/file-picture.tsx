'use client';

import { FileImage } from 'lucide-react';
import { useCallback, useState } from 'react';

/** The picture in a file that is on this computer only, where the browser can show it. */
export function FilePicture({ file, label }: { file: File | undefined; label: string }) {
  const [broken, setBroken] = useState<File>();
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (!image || !file) return undefined;
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  if (!file || broken === file) return <FileImage aria-hidden="true" className="size-6 text-muted" />;
  return (
    <img
      ref={show}
      alt={label}
      onError={() => setBroken(file)}
      className="max-h-full max-w-full object-contain"
    />
  );
}
