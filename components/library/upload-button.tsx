'use client';

import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { wish } from '../client/events.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { useShortcut } from '../client/use-shortcut.ts';
import { Button } from '../ui/button.tsx';

/** Chooses files and has them uploaded into the folder that is shown. */
export function UploadButton({ folder, access }: { folder: string; access: number | undefined }) {
  const input = useRef<HTMLInputElement>(null);
  const missing = access === undefined ? undefined : missingLevel(access, LEVEL.upload, folder);
  const choose = () => input.current?.click();
  useShortcut('u', choose, access !== undefined && missing === undefined);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same files may be chosen again.
          event.target.value = '';
          if (files.length > 0) wish('upload-files', { files, folder });
        }}
      />
      <Button
        look="primary"
        size="small"
        disabled={access === undefined}
        unavailable={missing}
        onClick={choose}
        aria-label="Upload"
        className="pointer-coarse:px-3"
      >
        <Upload aria-hidden="true" />
        <span className="max-sm:hidden">Upload</span>
      </Button>
    </>
  );
}
