'use client';

import { useState } from 'react';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Input } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';

const SRC = 'samples/mountains.jpg';

const SIZES = [
  { value: '800x450', label: '800 × 450' },
  { value: '400x400', label: '400 × 400' },
  { value: '1200x400', label: '1200 × 400' },
] as const;

const LOOKS = [
  { value: 'plain', label: 'As it is', parameters: {} },
  { value: 'grey', label: 'Grey', parameters: { colorspace: 'gray' } },
  { value: 'soft', label: 'Soft', parameters: { sharpen: -200 } },
  { value: 'mirror', label: 'Mirrored', parameters: { flip: 'h' } },
] as const;

/** A picture that this server has drawn, its address, and two ways to change it. */
export function FirstPicture() {
  const [size, setSize] = useState<(typeof SIZES)[number]['value']>('800x450');
  const [look, setLook] = useState<(typeof LOOKS)[number]['value']>('plain');
  const [width, height] = size.split('x').map(Number);
  const path = pictureUrl('/image', SRC, {
    width,
    height,
    gravity: 'smart',
    format: 'auto',
    ...LOOKS.find(({ value }) => value === look)?.parameters,
  });
  return (
    <Section
      title="Your first picture"
      intro="Drawn by this server for this address. Change it and look again."
    >
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_14rem]">
        <div className="flex h-64 items-center justify-center overflow-hidden rounded-control bg-stage p-3 sm:h-80">
          <img src={path} alt="Mountains in the mist" className="max-h-full max-w-full" />
        </div>
        <div className="flex flex-col gap-3">
          <Select label="Size" value={size} onChange={setSize} choices={SIZES} />
          <Select label="Look" value={look} onChange={setLook} choices={LOOKS} />
        </div>
      </div>
      <div className="mt-3 flex gap-2">
        <Input
          aria-label="Address of this picture"
          readOnly
          value={path}
          onFocus={(event) => event.currentTarget.select()}
          className="font-mono text-[13px]"
        />
        <CopyButton label="Copy address" text={() => new URL(path, location.href).href} />
      </div>
    </Section>
  );
}
