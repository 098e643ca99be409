'use client';

import { useState } from 'react';
import { useImageAt } from '../client/image-facts.ts';
import { thumbnailUrl } from '../client/places.ts';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field, Input } from '../ui/field.tsx';
import { useEditing, valueOf } from './editing.tsx';
import { inheritedText, MarkedLabel, SliderField } from './fields.tsx';
import { NinePoints } from './nine-points.tsx';
import { StepCard } from './step-card.tsx';

const KEYS = ['overlaySrc', 'overlaySize', 'overlayOpacity', 'overlayPos'] as const;

/** A second picture on top, such as a mark of its owner. */
export function OverlayCard() {
  const editing = useEditing();
  const { change, values, base, isTemplate, mode, setMode, locked } = editing;
  const [choosing, setChoosing] = useState(false);
  const src = valueOf(editing, 'overlaySrc');
  const { data: overlay } = useImageAt(src ?? '');
  const isOff = values.overlaySize === 0;
  return (
    <StepCard title="Overlay" keys={KEYS} summary={src === undefined || isOff ? 'none' : src}>
      <Field label={<MarkedLabel fieldKeys={['overlaySrc']}>Image</MarkedLabel>}>
        <Input
          value={values.overlaySrc ?? ''}
          placeholder={inheritedText(editing, 'overlaySrc', 'None')}
          onChange={(event) => change({ overlaySrc: event.currentTarget.value || undefined }, 'overlaySrc')}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onClick={() => setChoosing(true)} unavailable={locked}>
          Choose an image
        </Button>
        {values.overlaySrc === undefined ? null : (
          <Button
            size="small"
            look="quiet"
            onClick={() => change({ overlaySrc: undefined })}
            unavailable={locked}
          >
            Remove
          </Button>
        )}
        {overlay ? (
          <img
            src={thumbnailUrl(overlay.src, 200, overlay.file_version)}
            alt=""
            className="checker ml-auto h-10 max-w-24 rounded-thumb object-contain"
          />
        ) : null}
      </div>
      {!isTemplate && base.overlaySrc !== undefined && values.overlaySrc === undefined ? (
        <Checkbox
          checked={isOff}
          onChange={(off) => change({ overlaySize: off ? 0 : undefined })}
          disabled={locked !== undefined}
        >
          Without the overlay of the template
        </Checkbox>
      ) : null}
      {!isTemplate && (src === undefined || isOff) ? null : (
        <>
          <SliderField
            name="overlaySize"
            label="Size (0 to 1)"
            min={0}
            max={1}
            step={0.05}
            rest={1}
            nothing="1"
          />
          <SliderField
            name="overlayOpacity"
            label="Opacity (0 to 1)"
            min={0}
            max={1}
            step={0.05}
            rest={1}
            nothing="1"
          />
          <div className="flex items-start gap-3">
            <div>
              <p className="mb-1.5 text-[13px] font-medium">
                <MarkedLabel fieldKeys={['overlayPos']}>Position</MarkedLabel>
              </p>
              <NinePoints
                label="Position of the overlay"
                value={valueOf(editing, 'overlayPos') ?? 'c'}
                onChange={(overlayPos) => change({ overlayPos })}
                disabled={locked !== undefined}
              />
            </div>
            <Button
              size="small"
              className="mt-7 aria-pressed:border-accent aria-pressed:text-accent"
              aria-pressed={mode === 'overlay'}
              onClick={() => setMode(mode === 'overlay' ? 'result' : 'overlay')}
              unavailable={locked}
            >
              Place on the picture
            </Button>
          </div>
        </>
      )}
      <ImageDialog
        open={choosing}
        onOpenChange={setChoosing}
        title="Choose an overlay"
        onPick={({ src: overlaySrc }) => change({ overlaySrc })}
      />
    </StepCard>
  );
}
