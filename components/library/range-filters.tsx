'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import type { Bound, Listing } from './listing.ts';

type Props = { listing: Listing; onRefine: (changed: Partial<Listing>) => void };

/** Bytes in a megabyte, as sizes are shown. */
const MEGABYTE = 1_000_000;

/** Width and height in pixels, from and to. */
export function PixelsFilter({ listing, onRefine }: Props) {
  return (
    <NumbersForm
      bounds={['min_width', 'max_width', 'min_height', 'max_height']}
      labels={['Width from', 'Width to', 'Height from', 'Height to']}
      unit="In pixels"
      factor={1}
      listing={listing}
      onRefine={onRefine}
    />
  );
}

/** The size of files, from and to. */
export function BytesFilter({ listing, onRefine }: Props) {
  return (
    <NumbersForm
      bounds={['min_bytes', 'max_bytes']}
      labels={['From', 'To']}
      unit="In MB"
      factor={MEGABYTE}
      listing={listing}
      onRefine={onRefine}
    />
  );
}

function NumbersForm({
  bounds,
  labels,
  unit,
  factor,
  listing,
  onRefine,
}: Props & {
  bounds: readonly Bound[];
  labels: readonly string[];
  unit: string;
  /** What a typed 1 stands for. */
  factor: number;
}) {
  const [texts, setTexts] = useState(() =>
    bounds.map((bound) => {
      const value = listing[bound];
      return value === undefined ? '' : String(value / factor);
    }),
  );
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onRefine(Object.fromEntries(bounds.map((bound, index) => [bound, numberOf(texts[index] ?? '', factor)])));
  };
  return (
    <form onSubmit={apply} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        {bounds.map((bound, index) => (
          <Field key={bound} label={labels[index]}>
            <Input
              inputMode="decimal"
              value={texts[index] ?? ''}
              onValueChange={(text) => setTexts(texts.with(index, text.replace(/[^\d.]/g, '').slice(0, 9)))}
            />
          </Field>
        ))}
      </div>
      <Foot>{unit}</Foot>
    </form>
  );
}

function numberOf(text: string, factor: number): number | undefined {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? Math.round(value * factor) : undefined;
}

/** The day of the file, from and to. */
export function DateFilter({ listing, onRefine }: Props) {
  const [from, setFrom] = useState(listing.from);
  const [to, setTo] = useState(listing.to);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onRefine({ from, to });
  };
  return (
    <form onSubmit={apply} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label="From">
          <Input type="date" value={from} onValueChange={setFrom} />
        </Field>
        <Field label="To">
          <Input type="date" value={to} onValueChange={setTo} />
        </Field>
      </div>
      <Foot>Of the file, in UTC</Foot>
    </form>
  );
}

function Foot({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span className="text-[13px] text-muted">{children}</span>
      <Button type="submit" look="primary" size="small">
        Apply
      </Button>
    </div>
  );
}
