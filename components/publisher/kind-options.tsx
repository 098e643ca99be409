'use client';

import { useState } from 'react';
import type { MarkupOptions } from '#lib/publisher/markup/request.ts';
import type { KindOption, OUTPUT_KINDS, outputKind } from '#lib/publisher/output-kinds.ts';
import { folderOf } from '../client/places.ts';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { TypedNumber } from './fields.tsx';

/** What has been chosen for the kinds of output; kept while the kind changes. */
export type OptionState = Pick<
  MarkupOptions,
  'dense' | 'formats' | 'byWindow' | 'box' | 'images' | 'slideshow' | 'build'
> & {
  alt: string;
  decorative: boolean;
  /** As typed; undefined = as suggested. */
  widths: string | undefined;
  enlarge: boolean;
  /** Undefined = as suggested. */
  sizes: string | undefined;
  names: Partial<Record<(typeof OUTPUT_KINDS)[number]['id'], string>>;
};

/** @param title what the library says of the picture, as a first description */
export function startingOptions(title: string): OptionState {
  return {
    alt: title,
    decorative: false,
    widths: undefined,
    enlarge: false,
    sizes: undefined,
    dense: true,
    formats: ['avif', 'webp'],
    byWindow: false,
    box: { width: 400, height: 400 },
    images: undefined,
    slideshow: { mode: 'slide', delay: 5 },
    build: 'elements',
    names: {},
  };
}

const MODES = [
  { value: 'slide', label: 'Slide' },
  { value: 'stack', label: 'Stack' },
  { value: 'fade', label: 'Fade' },
] as const;

const BUILDS = [
  {
    value: 'elements',
    label: 'Custom elements',
    detail: 'Recommended. Wheel, pinch, keys, screen readers, strict security policies.',
  },
  {
    value: 'scripts',
    label: 'Classic scripts',
    detail: 'As pages of QIS embed them, for older browsers too.',
  },
] as const;

type Props = {
  kind: ReturnType<typeof outputKind>;
  options: OptionState;
  change: (changes: Partial<OptionState>) => void;
  suggested: readonly number[];
  src: string;
};

/** What one kind of output can be told. */
export function KindOptions(props: Props) {
  const { kind, options, change } = props;
  const has = (option: KindOption) => kind.options.includes(option);
  return (
    <>
      {has('build') ? (
        <Field label="Made with">
          <Select value={options.build} onChange={(build) => change({ build })} choices={BUILDS} />
        </Field>
      ) : null}
      {has('alt') ? <AltText options={options} change={change} /> : null}
      {has('class') || has('id') ? (
        <Field label={has('class') ? 'Class in the page' : 'Id in the page'}>
          <Input
            value={options.names[kind.id] ?? ''}
            placeholder={kind.name}
            onChange={(event) =>
              change({ names: { ...options.names, [kind.id]: event.currentTarget.value.trim() } })
            }
          />
        </Field>
      ) : null}
      {has('dense') ? (
        <Checkbox checked={options.dense} onChange={(dense) => change({ dense })}>
          Sharp on dense screens, where the picture has the pixels
        </Checkbox>
      ) : null}
      {has('formats') ? <Formats options={options} change={change} /> : null}
      {has('widths') ? <Widths {...props} /> : null}
      {has('byWindow') ? (
        <Checkbox checked={options.byWindow} onChange={(byWindow) => change({ byWindow })}>
          One source for each range of window widths
        </Checkbox>
      ) : null}
      {has('box') ? (
        <div className="grid grid-cols-2 gap-3">
          {(['width', 'height'] as const).map((side) => (
            <TypedNumber
              key={side}
              label={side === 'width' ? 'Width of the box' : 'Height of the box'}
              value={options.box[side]}
              min={50}
              max={4000}
              onChange={(pixels) => change({ box: { ...options.box, [side]: pixels ?? 400 } })}
            />
          ))}
        </div>
      ) : null}
      {has('slideshow') ? (
        <div className="grid grid-cols-2 gap-3">
          <Field label="Change">
            <Select
              value={options.slideshow.mode}
              onChange={(mode) => change({ slideshow: { ...options.slideshow, mode } })}
              choices={MODES}
            />
          </Field>
          <TypedNumber
            label="Seconds between"
            value={options.slideshow.delay}
            min={1}
            max={3600}
            onChange={(delay) => change({ slideshow: { ...options.slideshow, delay: delay ?? 5 } })}
          />
        </div>
      ) : null}
      {has('images') ? <Images {...props} /> : null}
    </>
  );
}

function AltText({ options, change }: Pick<Props, 'options' | 'change'>) {
  const isMissing = !options.decorative && options.alt.trim() === '';
  return (
    <div className="flex flex-col gap-2" data-own-undo="">
      <Field
        label="What the picture shows"
        error={
          isMissing ? 'Describe the picture for those who cannot see it, or mark it as decorative' : undefined
        }
        hint="For screen readers, and where the picture does not load."
      >
        <TextArea
          value={options.decorative ? '' : options.alt}
          disabled={options.decorative}
          className="min-h-16"
          onChange={(event) => change({ alt: event.currentTarget.value })}
        />
      </Field>
      <Checkbox checked={options.decorative} onChange={(decorative) => change({ decorative })}>
        Decorative: it says nothing that the text does not
      </Checkbox>
    </div>
  );
}

function Formats({ options, change }: Pick<Props, 'options' | 'change'>) {
  const toggle = (format: 'avif' | 'webp', on: boolean) =>
    change({
      formats: (['avif', 'webp'] as const).filter((each) =>
        each === format ? on : options.formats.includes(each),
      ),
    });
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="mb-1.5 text-[13px] font-medium">Newer formats first</legend>
      <Checkbox checked={options.formats.includes('avif')} onChange={(on) => toggle('avif', on)}>
        AVIF
      </Checkbox>
      <Checkbox checked={options.formats.includes('webp')} onChange={(on) => toggle('webp', on)}>
        WebP
      </Checkbox>
    </fieldset>
  );
}

function Widths({ options, change, suggested }: Props) {
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Widths in pixels"
        hint={
          options.widths === undefined
            ? 'Chosen for this picture and size; never larger than the original.'
            : undefined
        }
      >
        <Input
          value={options.widths ?? suggested.join(', ')}
          inputMode="numeric"
          onChange={(event) => change({ widths: event.currentTarget.value })}
        />
      </Field>
      {options.widths === undefined ? null : (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Checkbox checked={options.enlarge} onChange={(enlarge) => change({ enlarge })}>
            Also larger than the original
          </Checkbox>
          <Button size="small" look="quiet" onClick={() => change({ widths: undefined })}>
            Suggest again
          </Button>
        </div>
      )}
      <Field label="Width in the page" hint="The sizes attribute, such as (max-width: 600px) 100vw, 600px.">
        <Input
          value={options.sizes ?? ''}
          placeholder="As the chosen size"
          onChange={(event) => change({ sizes: event.currentTarget.value || undefined })}
        />
      </Field>
    </div>
  );
}

function Images({ options, change, src, kind }: Props) {
  const [choosing, setChoosing] = useState(false);
  const { images } = options;
  const isShow = kind.id === 'slideshow';
  const all = `All pictures of ${folderOf(src)}`;
  const add = (added: string) => change({ images: [...new Set([...(images ?? [src]), added])] });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">Pictures</legend>
      {images === undefined ? (
        <p className="text-[13px] text-muted">
          {isShow
            ? all
            : options.build === 'elements'
              ? 'This one; add others, or put them into the element'
              : 'This one, and any other of the same class in the page'}
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {images.map((each) => (
            <li key={each} className="flex items-center justify-between gap-2 text-[13px]">
              <span className="min-w-0 truncate">{each}</span>
              <Button
                size="small"
                look="quiet"
                aria-label={`Remove ${each}`}
                onClick={() => change({ images: images.filter((other) => other !== each) })}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => setChoosing(true)}>
          Add a picture
        </Button>
        {images === undefined ? null : (
          <Button size="small" look="quiet" onClick={() => change({ images: undefined })}>
            {isShow ? all : 'Only this one'}
          </Button>
        )}
      </div>
      <ImageDialog
        open={choosing}
        onOpenChange={setChoosing}
        title="Add a picture"
        startAt={folderOf(src)}
        onPick={(image) => add(image.src)}
      />
    </fieldset>
  );
}
