'use client';

import { Crop, Expand, Scan } from 'lucide-react';
import { useState } from 'react';
import { ASSUMED_DPI, fromPixels, toPixels, type Unit } from '#lib/publisher/units.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { type Editing, isChanged, useEditing, valueOf } from './editing.tsx';
import { inheritedText, MarkedLabel, NumberField, TypedNumber, Warnings } from './fields.tsx';
import { IconChoices } from './icon-choices.tsx';
import { NinePoints } from './nine-points.tsx';
import { StepCard } from './step-card.tsx';

const KEYS = ['width', 'height', 'sizeFit', 'gravity', 'focusX', 'focusY', 'dpi'] as const;
const UNITS = [
  { value: 'px', label: 'Pixels' },
  { value: 'mm', label: 'Millimetres' },
  { value: 'in', label: 'Inches' },
] as const;

/** Dots per inch of what is drawn when none are asked for, as text for a field. */
const USUAL_DPI = '150';
const RESOLUTIONS = [72, 150, 300, 600];

type Fit = 'pad' | 'fit' | 'fill';

/** How large the picture becomes, and what happens when both sides are given. */
export function SizeCard() {
  const editing = useEditing();
  const { change, frame, source } = editing;
  const [unit, setUnit] = useState<Unit>('px');
  const width = valueOf(editing, 'width');
  const height = valueOf(editing, 'height');
  const summary =
    width || height ? `${width || 'auto'} × ${height || 'auto'}` : frame ? 'original size' : undefined;
  const chooseUnit = (next: Unit) => {
    setUnit(next);
    if (next !== 'px' && !resolutionOf(editing)) change({ dpi: ASSUMED_DPI });
  };
  return (
    <StepCard title="Size" keys={KEYS} summary={summary} startsOpen>
      <div className="grid grid-cols-2 gap-3">
        <Side side="width" unit={unit} />
        <Side side="height" unit={unit} />
        <Field label="Units">
          <Select
            value={unit}
            onChange={chooseUnit}
            choices={UNITS}
            disabled={editing.locked !== undefined}
          />
        </Field>
        <NumberField
          name="dpi"
          label="Resolution (dpi)"
          min={0}
          max={32_000}
          nothing={source?.drawn ? USUAL_DPI : undefined}
          quiet
        />
      </div>
      {source?.drawn ? <DrawnAt /> : null}
      {frame ? (
        <p className="text-[13px] text-muted tabular-nums">
          {source?.drawn
            ? `At ${Math.round(source.dpi ?? 0)} dpi the page has ${frame.width} × ${frame.height} pixels.`
            : `The original has ${frame.width} × ${frame.height} pixels.`}
        </p>
      ) : null}
      <Warnings of={['width', 'height', 'dpi']} />
      <FitChoice />
    </StepCard>
  );
}

/** Dots per inch that lengths are counted in: those asked for, else those in which the page is drawn. */
function resolutionOf(editing: Editing): number | undefined {
  const { source } = editing;
  return valueOf(editing, 'dpi') || (source?.drawn ? (source.dpi ?? undefined) : undefined);
}

/** Usual resolutions for what is drawn: they decide how many pixels there are. */
function DrawnAt() {
  const editing = useEditing();
  const { change, source, locked, base } = editing;
  return (
    <div role="group" aria-label="Draw at" className="flex flex-wrap gap-1.5">
      {RESOLUTIONS.map((dpi) => (
        <Button
          key={dpi}
          size="small"
          aria-pressed={source?.dpi === dpi}
          className="tabular-nums aria-pressed:border-accent aria-pressed:text-accent"
          onClick={() => change({ dpi: String(dpi) === USUAL_DPI && !base.dpi ? undefined : dpi })}
          unavailable={locked}
        >
          {dpi} dpi
        </Button>
      ))}
    </div>
  );
}

function Side({ side, unit }: { side: 'width' | 'height'; unit: Unit }) {
  const editing = useEditing();
  const { change, setup, values } = editing;
  const dpi = resolutionOf(editing);
  const own = values[side];
  const label = side === 'width' ? 'Width' : 'Height';
  if (unit === 'px') return <NumberField name={side} label={label} min={0} max={setup.maxDimension} quiet />;
  return (
    <TypedNumber
      label={<MarkedLabel fieldKeys={[side]}>{`${label} (${unit})`}</MarkedLabel>}
      value={own === undefined ? undefined : fromPixels(own, unit, dpi)}
      placeholder={inheritedText(editing, side)}
      min={0}
      max={fromPixels(setup.maxDimension, unit, dpi)}
      step={0.01}
      hint={own ? `${own} pixels` : undefined}
      onChange={(size) =>
        change({ [side]: size === undefined ? undefined : toPixels(size, unit, dpi) }, side)
      }
    />
  );
}

function FitChoice() {
  const editing = useEditing();
  const { change, setMode, mode, locked, isTemplate } = editing;
  const hasBoth = Boolean(valueOf(editing, 'width')) && Boolean(valueOf(editing, 'height'));
  const gravity = valueOf(editing, 'gravity');
  const focusX = valueOf(editing, 'focusX');
  const focusY = valueOf(editing, 'focusY');
  const hasFocus = focusX !== undefined || focusY !== undefined;
  const fit: Fit = valueOf(editing, 'sizeFit') ? 'fit' : gravity !== undefined || hasFocus ? 'fill' : 'pad';
  const fillIsInherited = editing.base.gravity !== undefined || editing.base.focusX !== undefined;
  const choose = (next: Fit) => {
    const noFill = { gravity: undefined, focusX: undefined, focusY: undefined };
    const off = isTemplate || !editing.base.sizeFit ? undefined : false;
    if (next === 'fit') change({ sizeFit: true, ...noFill });
    if (next === 'pad') change({ sizeFit: off, ...noFill });
    if (next === 'fill') change({ sizeFit: off, gravity: 'smart' });
  };
  // A template may say it for addresses that bring the sides.
  if (!hasBoth && !isTemplate) {
    return (
      <p className="text-[13px] text-muted">
        With both sides set you can choose whether the picture is padded, fitted or cut to them.
      </p>
    );
  }
  return (
    <>
      <IconChoices
        label="When both sides are set"
        value={fit}
        onChange={choose}
        disabled={locked !== undefined}
        changed={isChanged(editing, 'sizeFit') || isChanged(editing, 'gravity')}
        choices={[
          {
            value: 'pad',
            label: 'Pad',
            detail: fillIsInherited
              ? 'The template cuts; an address cannot undo that'
              : 'Whole picture on a canvas of this size',
            icon: <Scan aria-hidden="true" />,
            disabled: fillIsInherited,
          },
          {
            value: 'fit',
            label: 'Fit',
            detail: 'Whole picture, one side may be smaller',
            icon: <Expand aria-hidden="true" />,
          },
          {
            value: 'fill',
            label: 'Fill',
            detail: 'Exactly this size, cut where it must be',
            icon: <Crop aria-hidden="true" />,
          },
        ]}
      />
      {fit === 'fill' ? (
        <div className="flex flex-col gap-2">
          <p className="text-[13px] font-medium" id="keep-label">
            <MarkedLabel fieldKeys={['gravity', 'focusX', 'focusY']}>What is kept</MarkedLabel>
          </p>
          <div className="flex flex-wrap items-start gap-3">
            <NinePoints
              label="Side that is kept"
              value={hasFocus || gravity === 'smart' ? undefined : gravity}
              onChange={(point) => change({ gravity: point, focusX: undefined, focusY: undefined })}
              disabled={locked !== undefined}
            />
            <div className="flex flex-col gap-2">
              <Button
                size="small"
                aria-pressed={gravity === 'smart' && !hasFocus}
                className="aria-pressed:border-accent aria-pressed:text-accent"
                onClick={() => change({ gravity: 'smart', focusX: undefined, focusY: undefined })}
                unavailable={locked}
              >
                What draws attention
              </Button>
              <Button
                size="small"
                aria-pressed={hasFocus}
                className="aria-pressed:border-accent aria-pressed:text-accent"
                onClick={() => {
                  change({ gravity: undefined, focusX: focusX ?? 0.5, focusY: focusY ?? 0.5 });
                  setMode('focus');
                }}
                unavailable={locked}
              >
                A point I choose
              </Button>
            </div>
          </div>
          {hasFocus ? (
            <div className="grid grid-cols-2 gap-3">
              <NumberField name="focusX" label="Across (0 to 1)" min={0} max={1} step={0.00001} />
              <NumberField name="focusY" label="Down (0 to 1)" min={0} max={1} step={0.00001} />
              {mode === 'focus' ? null : (
                <Button size="small" className="col-span-2" onClick={() => setMode('focus')}>
                  Choose it on the picture
                </Button>
              )}
            </div>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
