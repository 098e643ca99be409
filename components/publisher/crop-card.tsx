'use client';

import { Crop } from 'lucide-react';
import { edgesOf, fractionOf, pixelsOf, readAspect, shapeEdges, snapEdges } from '#lib/publisher/crop.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Size } from '#lib/transform/values.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useEditing } from './editing.tsx';
import { NumberField, ToggleField, TypedNumber } from './fields.tsx';
import { StepCard } from './step-card.tsx';

const KEYS = ['left', 'top', 'right', 'bottom', 'cropFit'] as const;
const EDGES = [
  ['left', 'Left'],
  ['top', 'Top'],
  ['right', 'Right'],
  ['bottom', 'Bottom'],
] as const;

/** How the shape of the crop frame is chosen. */
export type Shape = { preset: string; custom: string };

export const FREE: Shape = { preset: 'free', custom: '' };

const PRESETS = [
  { value: 'free', label: 'Free' },
  { value: 'original', label: 'As the original' },
  { value: '1:1', label: '1:1' },
  { value: '4:3', label: '4:3' },
  { value: '3:4', label: '3:4' },
  { value: '16:9', label: '16:9' },
  { value: '9:16', label: '9:16' },
  { value: 'custom', label: 'Another' },
] as const;

/** Width by height that the frame keeps; undefined = any. */
export function aspectOf({ preset, custom }: Shape, frame: Size | undefined): number | undefined {
  if (preset === 'original') return frame ? frame.width / frame.height : undefined;
  return readAspect(preset === 'custom' ? custom : preset);
}

/** What part of the picture is kept. */
export function CropCard({ shape, setShape }: { shape: Shape; setShape: (shape: Shape) => void }) {
  const editing = useEditing();
  const { change, frame, mode, setMode, locked } = editing;
  const edges = edgesOf(mergeTemplate(editing.values, editing.base));
  const pixels = frame ? pixelsOf(edges, frame) : undefined;
  const kept = pixels ? { width: pixels.right - pixels.left, height: pixels.bottom - pixels.top } : undefined;
  const isWhole = edges.left === 0 && edges.top === 0 && edges.right === 1 && edges.bottom === 1;
  const choose = (next: Shape) => {
    setShape(next);
    const aspect = aspectOf(next, frame);
    if (aspect !== undefined && frame) change(snapEdges(shapeEdges(edges, frame, aspect), frame));
  };
  return (
    <StepCard
      title="Crop"
      keys={KEYS}
      summary={isWhole ? 'whole picture' : kept && `${kept.width} × ${kept.height}`}
    >
      <Button
        size="small"
        aria-pressed={mode === 'crop'}
        className="aria-pressed:border-accent aria-pressed:text-accent"
        onClick={() => setMode(mode === 'crop' ? 'result' : 'crop')}
        unavailable={locked}
      >
        <Crop aria-hidden="true" />
        {mode === 'crop' ? 'Show the result' : 'Crop on the picture'}
      </Button>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Shape">
          <Select
            value={shape.preset}
            onChange={(preset) => choose({ ...shape, preset })}
            choices={PRESETS}
            disabled={locked !== undefined}
          />
        </Field>
        {shape.preset === 'custom' ? (
          <Field
            label="Width by height"
            error={
              shape.custom === '' || readAspect(shape.custom)
                ? undefined
                : 'Expected a shape such as 3:2 or 1.85'
            }
          >
            <Input
              value={shape.custom}
              placeholder="3:2"
              onChange={(event) => choose({ ...shape, custom: event.currentTarget.value })}
            />
          </Field>
        ) : (
          <p className="self-end pb-2 text-[13px] text-muted tabular-nums">
            {kept && kept.height > 0 ? `Now ${(kept.width / kept.height).toFixed(3)} : 1` : null}
          </p>
        )}
      </div>
      <fieldset className="grid grid-cols-2 gap-3">
        <legend className="mb-1 text-[13px] text-muted">Edges as fractions from 0 to 1</legend>
        {EDGES.map(([edge, label]) => (
          <NumberField key={edge} name={edge} label={label} min={0} max={1} step={0.00001} />
        ))}
      </fieldset>
      {frame && pixels ? (
        <fieldset className="grid grid-cols-2 gap-3">
          <legend className="mb-1 text-[13px] text-muted">{`Edges in pixels of ${frame.width} × ${frame.height}`}</legend>
          {EDGES.map(([edge, label]) => {
            const side = edge === 'left' || edge === 'right' ? frame.width : frame.height;
            return (
              <TypedNumber
                key={edge}
                label={`${label} (px)`}
                value={pixels[edge]}
                min={0}
                max={side}
                onChange={(pixel) =>
                  change({ [edge]: pixel === undefined ? undefined : fractionOf(pixel, side) }, `${edge}-px`)
                }
              />
            );
          })}
        </fieldset>
      ) : null}
      <ToggleField
        name="cropFit"
        label="Minimise padding"
        hint="Widens the crop towards the shape of the size, where the picture has more to show."
      />
    </StepCard>
  );
}
