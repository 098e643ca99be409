'use client';

import { paperName } from '#lib/publisher/printed-page.ts';
import { extensionOf } from '#lib/publisher/published-url.ts';
import { writtenAs } from '#lib/publisher/warnings.ts';
import { formatOf, holdsDeep, isWritable, knownExtensions, mimeOf } from '#lib/transform/formats.ts';
import { PAGE_SIZES } from '#lib/transform/page-sizes.ts';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useEditing, valueOf } from './editing.tsx';
import { ChoiceField, inheritedText, MarkedLabel, SliderField, Warnings } from './fields.tsx';
import { StepCard } from './step-card.tsx';

/** Spellings of the same format once, the usual one. */
const FORMATS = [
  { value: 'auto', label: 'Automatic', detail: 'The best that each browser can show' },
  ...knownExtensions()
    .filter((extension) => isWritable(extension) && !/^(?:jpe|jfif|jif|pjpeg|tif|jpeg)$/.test(extension))
    .map((extension) => ({
      value: extension,
      label: formatOf(extension)?.name ?? extension,
      detail: `.${extension === 'pjpg' ? 'jpg' : extension}`,
    })),
];

const COMPRESSIONS = [
  { value: 'none', label: 'None' },
  { value: 'lzw', label: 'LZW' },
  { value: 'deflate', label: 'Deflate', detail: 'Smaller than LZW' },
  { value: 'packbits', label: 'PackBits', detail: 'For old programs' },
  { value: 'jpeg', label: 'JPEG', detail: 'Loses a little' },
  { value: 'ccittfax4', label: 'Fax (CCITT 4)', detail: 'Black and white only' },
];

/** Types that can be written without loss, all or nothing. */
const CAN_BE_LOSSLESS: ReadonlySet<string | undefined> = new Set(['avif', 'jxl', 'pdf', 'eps'].map(mimeOf));

const PAPERS = PAGE_SIZES.map((size) => ({ value: size, label: paperName(size) }));

/** The file that is made. */
export function FormatCard({ bytes }: { bytes?: string | undefined }) {
  const editing = useEditing();
  const { src, isTemplate, source } = editing;
  const format = valueOf(editing, 'format');
  const name = format === 'auto' ? 'Automatic' : format && (formatOf(format)?.name ?? format);
  const quality = valueOf(editing, 'quality');
  // A template without a format holds for any.
  const written = format ?? (isTemplate ? undefined : writtenAs(extensionOf(src)));
  const mime = written === undefined ? undefined : mimeOf(written);
  const isAny = written === undefined;
  const isWebp = mime === 'image/webp';
  const loss = valueOf(editing, 'lossless');
  const canBeDeep = isAny || (holdsDeep(written) && (isTemplate || (source?.depth ?? 8) > 8));
  return (
    <StepCard
      title="Format and quality"
      keys={['format', 'quality', 'lossless', 'compression', 'depth', 'pageSize']}
      summary={[name ?? 'as the file', loss === 'yes' ? 'lossless' : quality].filter(Boolean).join(', ')}
      startsOpen
    >
      <ChoiceField name="format" label="Format" choices={FORMATS} nothing="As the file" />
      {isAny || isWebp || CAN_BE_LOSSLESS.has(mime) || editing.values.lossless ? (
        <ChoiceField
          name="lossless"
          label="Loss"
          nothing="As quality says"
          choices={[
            { value: 'no', label: 'As quality says' },
            ...(isAny || isWebp ? [{ value: 'near', label: 'Nearly none', detail: 'WebP only' }] : []),
            { value: 'yes', label: 'None', detail: 'Larger files' },
          ]}
        />
      ) : null}
      {loss === 'yes' && !isAny && mime !== 'image/png' ? null : (
        <SliderField name="quality" label="Quality (1 to 100)" min={1} max={100} rest={80} nothing="80" />
      )}
      {isAny || mime === 'image/tiff' || editing.values.compression ? (
        <ChoiceField
          name="compression"
          label="TIFF compression"
          nothing="As the file, else LZW"
          choices={COMPRESSIONS}
        />
      ) : null}
      {isAny || mime === 'application/pdf' || editing.values.pageSize ? (
        <ChoiceField
          name="pageSize"
          label="Paper of a PDF"
          nothing="As large as the picture"
          choices={PAPERS}
          hint="The picture stands in its middle, as large as fits or as large as the resolution says."
        />
      ) : null}
      {canBeDeep || editing.values.depth ? <DepthField /> : null}
      <p className="text-[13px] text-muted tabular-nums">
        {format === 'png' ? 'For PNG the tens are the compression; nothing is lost. ' : ''}
        {bytes === undefined ? '' : `Now ${bytes}.`}
      </p>
    </StepCard>
  );
}

function DepthField() {
  const editing = useEditing();
  const own = editing.values.depth;
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={<MarkedLabel fieldKeys={['depth']}>Bits per channel</MarkedLabel>}
        hint="16 counts where the file has them too."
      >
        <Select
          value={own === undefined ? 'unset' : String(own)}
          onChange={(next) =>
            editing.change({ depth: next === 'unset' ? undefined : next === '16' ? 16 : 8 })
          }
          choices={[
            { value: 'unset', label: inheritedText(editing, 'depth', '8') },
            { value: '8', label: '8' },
            { value: '16', label: '16' },
          ]}
          disabled={editing.locked !== undefined}
        />
      </Field>
      <Warnings of={['depth']} />
    </div>
  );
}
