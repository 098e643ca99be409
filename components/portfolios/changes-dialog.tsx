'use client';

import { type FormEvent, useDeferredValue, useId, useState } from 'react';
import { readRecipe, recipeParameters } from '#lib/publisher/recipe.ts';
import { storedTemplate, valuesOf } from '#lib/publisher/template-values.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { failureText } from '../client/api.ts';
import { publishPage, shownInPages } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import type { PortfolioImage } from './portfolios.ts';

const FORMATS = [
  { value: '', label: 'As the file' },
  { value: 'jpg', label: 'JPEG' },
  { value: 'png', label: 'PNG' },
  { value: 'webp', label: 'WebP' },
  { value: 'avif', label: 'AVIF' },
  { value: 'tif', label: 'TIFF' },
] as const;

/** Values that have a field of their own; the rest is one line of text, as in addresses. */
type OwnField = 'width' | 'height' | 'format' | 'rotation';

/**
 * How a portfolio shows an image: size, format and turn, or all that an address of a picture can say, such as one that was
 * copied from the publisher.
 */
export function ChangesDialog({
  image,
  onClose,
  onSave,
}: {
  image: PortfolioImage;
  onClose: () => void;
  onSave: (parameters: Record<string, unknown>) => Promise<unknown>;
}) {
  const formId = useId();
  const [fields, setFields] = useState(() => fieldsOf(valuesOf(image.parameters)));
  const [problem, setProblem] = useState<string>();
  const { src } = image.image;
  const values = valuesFrom(src, fields);
  const shown = useDeferredValue(previewOf(src, values));
  const set = (changed: Partial<typeof fields>) => {
    setProblem(undefined);
    setFields((now) => ({ ...now, ...changed }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await onSave(storedTemplate(values));
      onClose();
    } catch (error) {
      setProblem(failureText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Picture changes of ${image.image.filename}`}
      width="large"
      footer={
        <>
          <Button onClick={() => setFields(fieldsOf({}))}>No changes</Button>
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
          <div className="grid grid-cols-2 gap-3">
            <Field label="Width, px">
              <Input
                inputMode="numeric"
                value={fields.width}
                onValueChange={(width) => set({ width: digits(width) })}
              />
            </Field>
            <Field label="Height, px">
              <Input
                inputMode="numeric"
                value={fields.height}
                onValueChange={(height) => set({ height: digits(height) })}
              />
            </Field>
          </div>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Format">
              <Select value={fields.format} onChange={(format) => set({ format })} choices={FORMATS} />
            </Field>
            <Field label="Turn, degrees">
              <Input
                inputMode="numeric"
                value={fields.rotation}
                onValueChange={(rotation) => set({ rotation: rotation.replace(/[^\d.-]/g, '') })}
              />
            </Field>
          </div>
          <Field
            label="More, as in addresses"
            hint={
              <>
                Such as <code>left=0.2&amp;sharpen=50</code>. Or paste an address from{' '}
                <a
                  className="text-accent underline underline-offset-4"
                  href={publishPage(src)}
                  target="_blank"
                >
                  the publisher
                </a>
                .
              </>
            }
            error={problem}
          >
            <Input
              value={fields.more}
              autoComplete="off"
              onValueChange={(text) =>
                // An address brings all its values.
                set(text.includes('?') ? fieldsOf(readMore(src, text)) : { more: text })
              }
            />
          </Field>
        </form>
        <div className="flex min-h-48 items-center justify-center rounded-card border border-border bg-stage p-2">
          {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
          <img
            src={shown}
            alt={`Preview of ${image.image.filename}`}
            className="max-h-64 max-w-full object-contain"
          />
        </div>
      </div>
    </Dialog>
  );
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

type Typed = { [Name in OwnField]: string } & { more: string; format: (typeof FORMATS)[number]['value'] };

/** Values as they are typed. A format without a choice of its own stays in the text. */
function fieldsOf(values: TransformValues): Typed {
  const { width, height, rotation, format, ...rest } = values;
  const known = FORMATS.find(({ value }) => value === format)?.value;
  const others = recipeParameters({
    template: undefined,
    values: { ...rest, ...(format === undefined || known !== undefined ? {} : { format }) },
  });
  const more = Object.entries(others).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${typeof value === 'boolean' ? Number(value) : value}`],
  );
  return {
    width: width === undefined ? '' : String(width),
    height: height === undefined ? '' : String(height),
    rotation: rotation === undefined ? '' : String(rotation),
    format: known ?? '',
    more: more.join('&'),
  };
}

function readMore(src: string, text: string): TransformValues {
  const query = new URLSearchParams(text.slice(text.indexOf('?') + 1));
  query.set('src', src);
  return readRecipe(query).values;
}

function valuesFrom(src: string, { more, ...own }: Typed): TransformValues {
  const typed = {
    width: own.width,
    height: own.height,
    angle: own.rotation,
    format: own.format,
  };
  const query = new URLSearchParams(more.slice(more.indexOf('?') + 1));
  for (const [name, value] of Object.entries(typed)) if (value !== '') query.set(name, value);
  query.set('src', src);
  return readRecipe(query).values;
}

/** The picture, no larger than the dialog has room for. */
function previewOf(src: string, values: TransformValues): string {
  const parameters = recipeParameters({ template: undefined, values });
  const size =
    values.width === undefined && values.height === undefined
      ? { width: 600, height: 600, autosizefit: true }
      : {};
  return pictureUrl('/image', src, { ...shownInPages(src), ...parameters, ...size, stats: false });
}
