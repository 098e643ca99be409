'use client';

import { useState } from 'react';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useEditing, valueOf } from './editing.tsx';
import { ChoiceField, inheritedText, MarkedLabel, Warnings } from './fields.tsx';
import { StepCard } from './step-card.tsx';

const KEYS = ['fill', 'alignH', 'alignV'] as const;

const ACROSS = [
  ['l0', 'Left edge'],
  ['l0.25', 'Left side at a quarter'],
  ['l0.5', 'Left side at the middle'],
  ['c0.25', 'Centre at a quarter'],
  ['c0.5', 'Centre'],
  ['c0.75', 'Centre at three quarters'],
  ['r0.5', 'Right side at the middle'],
  ['r0.75', 'Right side at three quarters'],
  ['r1', 'Right edge'],
].map(([value = '', label = '']) => ({ value, label }));

const DOWN = [
  ['t0', 'Top edge'],
  ['t0.25', 'Top side at a quarter'],
  ['t0.5', 'Top side at the middle'],
  ['c0.25', 'Centre at a quarter'],
  ['c0.5', 'Centre'],
  ['c0.75', 'Centre at three quarters'],
  ['b0.5', 'Bottom side at the middle'],
  ['b0.75', 'Bottom side at three quarters'],
  ['b1', 'Bottom edge'],
].map(([value = '', label = '']) => ({ value, label }));

type FillKind = 'unset' | 'white' | 'auto' | 'none' | 'colour';

/** What lies beside the picture where it does not fill its canvas, and where it stands on it. */
export function PaddingCard() {
  return (
    <StepCard title="Padding and alignment" keys={KEYS} summary={useFillSummary()}>
      <FillField />
      <ChoiceField name="alignH" label="Position across" choices={ACROSS} nothing="Centre" />
      <ChoiceField name="alignV" label="Position down" choices={DOWN} nothing="Centre" />
      <p className="text-[13px] text-muted">
        These count when both sides are set and the picture is padded; the colour also fills the corners of
        turned pictures.
      </p>
    </StepCard>
  );
}

function useFillSummary(): string | undefined {
  return valueOf(useEditing(), 'fill');
}

function kindOf(fill: string | undefined): FillKind {
  if (fill === undefined) return 'unset';
  if (fill === 'auto') return 'auto';
  if (fill === 'none' || fill === 'transparent') return 'none';
  return fill === '#ffffff' || fill === 'white' ? 'white' : 'colour';
}

function FillField() {
  const editing = useEditing();
  const { values, change, locked } = editing;
  const own = values.fill;
  const [text, setText] = useState(own ?? '');
  const kind = kindOf(own);
  const picked = /^#[0-9a-f]{6}$/.test(own ?? '') ? (own ?? '#000000') : '#000000';
  const [known, setKnown] = useState(own);
  if (known !== own) {
    setKnown(own);
    setText(own ?? '');
  }
  const choose = (next: FillKind) => {
    const fills: Readonly<Record<FillKind, string | undefined>> = {
      unset: undefined,
      white: '#ffffff',
      auto: 'auto',
      none: 'none',
      colour: picked,
    };
    change({ fill: fills[next] });
  };
  return (
    <>
      <Field label={<MarkedLabel fieldKeys={['fill']}>Fill colour</MarkedLabel>}>
        <Select
          value={kind}
          onChange={choose}
          disabled={locked !== undefined}
          choices={[
            { value: 'unset', label: inheritedText(editing, 'fill', 'Not set (white)') },
            { value: 'white', label: 'White' },
            { value: 'auto', label: 'Automatic', detail: 'Taken from the edges of the picture' },
            { value: 'none', label: 'Transparent' },
            { value: 'colour', label: 'A colour' },
          ]}
        />
      </Field>
      {kind === 'colour' ? (
        <div className="flex items-end gap-2">
          <input
            type="color"
            aria-label="Colour picker"
            value={picked}
            disabled={locked !== undefined}
            onChange={(event) => change({ fill: event.currentTarget.value }, 'fill')}
            className="h-9 w-12 shrink-0 cursor-pointer rounded-control border border-control bg-surface p-1 pointer-coarse:h-11"
          />
          <Field
            label="Colour"
            className="flex-1"
            error={isColour(text) ? undefined : 'Expected a name such as red or six digits such as #ff0000'}
          >
            <Input
              value={text}
              onChange={(event) => {
                const next = event.currentTarget.value.toLowerCase().trim();
                setText(next);
                if (isColour(next)) change({ fill: /^[0-9a-f]{6}$/.test(next) ? `#${next}` : next }, 'fill');
              }}
            />
          </Field>
        </div>
      ) : null}
      <Warnings of={['fill']} />
    </>
  );
}

/** Whether a text can be a colour; names are for the server to know. */
function isColour(text: string): boolean {
  return /^(?:#?[0-9a-f]{6}|#[0-9a-f]{3}|[a-z]{3,30}|rgb\([\d,.% ]+\))$/.test(text);
}
