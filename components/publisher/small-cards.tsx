'use client';

import { FlipHorizontal2, FlipVertical2, RotateCcw, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useEditing, valueOf } from './editing.tsx';
import { ChoiceField, NumberField, SliderField, ToggleField } from './fields.tsx';
import { StepCard } from './step-card.tsx';

const TURNS = [
  [-90, 'Turn left', RotateCcw],
  [90, 'Turn right', RotateCw],
] as const;

/** Turning and mirroring, before anything is cut. */
export function RotateCard() {
  const editing = useEditing();
  const { change, locked, base, isTemplate } = editing;
  const angle = valueOf(editing, 'rotation') ?? 0;
  const flip = valueOf(editing, 'flip');
  const flipText = flip === 'h' ? 'mirrored' : flip === 'v' ? 'upside down' : undefined;
  const summary = [angle === 0 ? undefined : `${angle}°`, flipText].filter(Boolean).join(', ');
  const turn = (by: number) => {
    const next = ((((angle + by) % 360) + 540) % 360) - 180;
    change({ rotation: next === 0 && !base.rotation ? undefined : next });
  };
  const mirror = (way: 'h' | 'v') => change({ flip: flip === way ? undefined : way });
  const flipLock =
    locked ??
    (!isTemplate && base.flip !== undefined
      ? 'The template mirrors the picture; an address cannot undo that'
      : undefined);
  return (
    <StepCard title="Rotate and flip" keys={['rotation', 'flip']} summary={summary || 'as it is'}>
      <div className="flex flex-wrap gap-2">
        {TURNS.map(([by, label, Icon]) => (
          <Button key={by} size="small" onClick={() => turn(by)} unavailable={locked}>
            <Icon aria-hidden="true" />
            {label}
          </Button>
        ))}
        <Button size="small" onClick={() => turn(180)} unavailable={locked}>
          180°
        </Button>
      </div>
      <SliderField
        name="rotation"
        label="Angle (clockwise)"
        min={-360}
        max={360}
        step={0.5}
        rest={0}
        nothing="0"
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          aria-pressed={flip === 'h'}
          className="aria-pressed:border-accent aria-pressed:text-accent"
          onClick={() => mirror('h')}
          unavailable={flipLock}
        >
          <FlipHorizontal2 aria-hidden="true" />
          Mirror
        </Button>
        <Button
          size="small"
          aria-pressed={flip === 'v'}
          className="aria-pressed:border-accent aria-pressed:text-accent"
          onClick={() => mirror('v')}
          unavailable={flipLock}
        >
          <FlipVertical2 aria-hidden="true" />
          Upside down
        </Button>
      </div>
    </StepCard>
  );
}

const SHARPEN = [-500, -300, -200, -100, -50, 0, 50, 100, 200, 300, 500];

/** Crisper or softer. */
export function SharpenCard() {
  const editing = useEditing();
  const value = valueOf(editing, 'sharpen') ?? 0;
  const words = (amount: number) =>
    amount === 0 ? 'None' : amount > 0 ? `Sharpen ${amount}` : `Blur ${-amount}`;
  const known = SHARPEN.includes(value);
  return (
    <StepCard title="Sharpen or blur" keys={['sharpen']} summary={words(value).toLowerCase()}>
      <Select
        label="Presets of sharpening"
        value={String(value)}
        onChange={(next) => {
          const amount = Number(next);
          editing.change({ sharpen: amount === 0 && !editing.base.sharpen ? undefined : amount });
        }}
        choices={[
          ...SHARPEN.map((amount) => ({ value: String(amount), label: words(amount) })),
          ...(known ? [] : [{ value: String(value), label: words(value) }]),
        ]}
        disabled={editing.locked !== undefined}
      />
      <SliderField name="sharpen" label="Amount (below 0 blurs)" min={-500} max={500} rest={0} nothing="0" />
    </StepCard>
  );
}

const SPACES: Readonly<Record<string, string>> = {
  rgb: 'RGB',
  gray: 'Grey',
  cmyk: 'CMYK',
  lab: 'Effect',
};

/** Colour management. */
export function ColourCard() {
  const editing = useEditing();
  const { setup } = editing;
  const profile = valueOf(editing, 'iccProfile');
  const model = valueOf(editing, 'colorspace');
  const profiles = setup.profiles
    .map(({ name, space }) => ({ value: name, label: name, detail: SPACES[space] ?? space, space }))
    .toSorted((one, other) => one.space.localeCompare(other.space) || one.label.localeCompare(other.label));
  return (
    <StepCard
      title="Colour"
      keys={['iccProfile', 'iccIntent', 'iccBpc', 'colorspace']}
      summary={[model && (SPACES[model] ?? model), profile].filter(Boolean).join(', ') || 'as the file'}
    >
      <ChoiceField
        name="colorspace"
        label="Colour model"
        nothing="As the file"
        choices={[
          { value: 'rgb', label: 'RGB' },
          { value: 'cmyk', label: 'CMYK' },
          { value: 'gray', label: 'Grey' },
        ]}
      />
      <ChoiceField
        name="iccProfile"
        label="Colour profile"
        choices={profiles}
        nothing="None"
        hint={setup.profiles.length === 0 ? 'No profiles are installed on this server.' : undefined}
      />
      {profile === undefined && !editing.isTemplate ? null : (
        <>
          <ChoiceField
            name="iccIntent"
            label="Rendering intent"
            choices={[
              { value: 'perceptual', label: 'Perceptual' },
              { value: 'relative', label: 'Relative colorimetric' },
              { value: 'saturation', label: 'Saturation' },
              { value: 'absolute', label: 'Absolute colorimetric' },
            ]}
          />
          <ToggleField
            name="iccBpc"
            label="Black point compensation"
            hint="Counts with the relative intent."
          />
        </>
      )}
    </StepCard>
  );
}

/** What else is in the file. */
export function FileCard() {
  const editing = useEditing();
  const strip = valueOf(editing, 'strip');
  return (
    <StepCard title="File" keys={['strip', 'tile']} summary={strip ? 'without metadata' : 'with metadata'}>
      <ToggleField
        name="strip"
        label="Strip metadata"
        hint="Removes camera data, places, texts and the colour profile."
      />
      {editing.isTemplate ? <TileField /> : null}
    </StepCard>
  );
}

/** One tile of a grid; in addresses only viewers ask for it. */
function TileField() {
  const { values, change, locked } = useEditing();
  const [text, setText] = useState(values.tile ? `${values.tile.number}:${values.tile.grid}` : '');
  const read = readTile(text);
  return (
    <Field
      label="Tile"
      hint="Number and grid, such as 1:4. The preview shows the whole picture."
      error={read === 'wrong' ? 'Expected a number and a square grid, such as 1:4' : undefined}
    >
      <Input
        value={text}
        placeholder="Not set"
        disabled={locked !== undefined}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const tile = readTile(next);
          if (tile !== 'wrong') change({ tile });
        }}
      />
    </Field>
  );
}

function readTile(text: string): { number: number; grid: number } | undefined | 'wrong' {
  if (text.trim() === '') return undefined;
  const [, number, grid] = /^\s*(\d+):(\d+)\s*$/.exec(text)?.map(Number) ?? [];
  if (!number || !grid || number > grid || !Number.isInteger(Math.sqrt(grid))) return 'wrong';
  return { number, grid };
}

/** How browsers take the picture. */
export function BrowserCard() {
  const editing = useEditing();
  const attachment = valueOf(editing, 'attachment');
  return (
    <StepCard
      title="Browser"
      keys={['attachment', 'recordStats', 'expirySecs']}
      summary={attachment ? 'download' : undefined}
    >
      <ToggleField name="attachment" label="Download instead of display" />
      <ToggleField name="recordStats" label="Count in statistics" rest />
      {editing.isTemplate ? (
        <NumberField
          name="expirySecs"
          label="Kept by browsers (seconds)"
          min={-1}
          max={31_536_000}
          nothing="604800"
          hint="-1: browsers ask each time. 0: nothing is said. 604800 is a week."
        />
      ) : null}
    </StepCard>
  );
}
