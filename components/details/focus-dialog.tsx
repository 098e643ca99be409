'use client';

import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import type { FocusPoint, ImageDetails } from '#lib/contracts/image-details.ts';
import { api, failureText } from '../client/api.ts';
import { thumbnailUrl } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { useToast } from '../ui/toast.tsx';
import { CutPreview } from './cut-preview.tsx';
import { imageTag, useImageUpdate } from './image-query.ts';

const MIDDLE: FocusPoint = { x: 0.5, y: 0.5 };
const STEP = 0.01;
const LARGE_STEP = 0.1;
const SHAPES = [
  { name: '1:1', width: 1, height: 1 },
  { name: '16:9', width: 16, height: 9 },
  { name: '3:4', width: 3, height: 4 },
] as const;

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

/** Chooses the point that pictures cut to a shape keep in view. */
export function FocusDialog({ image, onClose }: { image: ImageDetails; onClose: () => void }) {
  const [point, setPoint] = useState(image.focus ?? MIDDLE);
  const toast = useToast();
  const { set, refreshHistory } = useImageUpdate(image.id);
  const save = useMutation({
    mutationFn: (focus: FocusPoint | null) =>
      api.call<ImageDetails>('PUT', `/admin/images/${image.id}/focus/`, {
        body: { x: focus?.x ?? null, y: focus?.y ?? null },
        ifMatch: imageTag(image),
      }),
    onSuccess: ({ data }) => {
      set(() => data);
      void refreshHistory();
      toast.done({ text: data.focus ? 'Focal point saved' : 'Focal point removed' });
      onClose();
    },
    onError: (error) => toast.failed({ text: failureText(error) }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Focal point"
      description="Wherever this image is cut to a shape with gravity=smart, this point stays in view."
      width="large"
      footer={
        <>
          {image.focus === null ? null : (
            <Button className="mr-auto" disabled={save.isPending} onClick={() => save.mutate(null)}>
              Remove
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={save.isPending} onClick={() => save.mutate(point)}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 md:flex-row">
        <div className="min-w-0 flex-1">
          <PointPicker image={image} point={point} onChange={setPoint} />
        </div>
        <div className="flex shrink-0 flex-col gap-4 md:w-52">
          <div className="grid grid-cols-2 gap-3">
            <PercentField label="From left, %" value={point.x} onChange={(x) => setPoint({ ...point, x })} />
            <PercentField label="From top, %" value={point.y} onChange={(y) => setPoint({ ...point, y })} />
          </div>
          <div className="flex flex-wrap gap-3 md:flex-col">
            {SHAPES.map(({ name, ...shape }) => (
              <CutPreview key={name} name={name} shape={shape} image={image} point={point} />
            ))}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function PercentField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label}>
      <Input
        type="number"
        min={0}
        max={100}
        step={0.1}
        value={String(Math.round(value * 1000) / 10)}
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isFinite(typed)) onChange(within(typed / 100));
        }}
      />
    </Field>
  );
}

/** The picture with the point on it; pressed, dragged or moved by arrow keys. */
function PointPicker({
  image,
  point,
  onChange,
}: {
  image: ImageDetails;
  point: FocusPoint;
  onChange: (point: FocusPoint) => void;
}) {
  const hint = useId();
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onChange({
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    onChange({ x: within(point.x + move[0] * step), y: within(point.y + move[1] * step) });
  };
  const percent = (value: number) => `${Math.round(value * 1000) / 10} %`;
  return (
    <>
      <div className="flex justify-center bg-stage">
        <button
          type="button"
          aria-label={`Focal point, ${percent(point.x)} from the left, ${percent(point.y)} from the top`}
          aria-describedby={hint}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            follow(event);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1) follow(event);
          }}
          onKeyDown={onKeyDown}
          style={{ aspectRatio: `${image.width} / ${image.height}` }}
          className="relative max-h-[60dvh] max-w-full cursor-crosshair touch-none"
        >
          <img
            src={thumbnailUrl(image.src, 800, image.file_version)}
            alt=""
            draggable={false}
            className="h-full w-full"
          />
          <span
            aria-hidden="true"
            style={{ left: `${point.x * 100}%`, top: `${point.y * 100}%` }}
            className="pointer-events-none absolute size-8 -translate-1/2 rounded-full border-2 border-white shadow-[0_0_0_2px_#000,inset_0_0_0_2px_#000]"
          >
            <span className="absolute top-1/2 left-1/2 size-1.5 -translate-1/2 rounded-full bg-white shadow-[0_0_0_1.5px_#000]" />
          </span>
        </button>
      </div>
      <p id={hint} className="mt-2 text-[13px] text-muted">
        Press where it is, or move it with the arrow keys; with Shift in larger steps.
      </p>
    </>
  );
}
