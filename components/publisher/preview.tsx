'use client';

import { CircleAlert, LoaderCircle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { edgesOf } from '#lib/publisher/crop.ts';
import { frameRecipe, untouchedRecipe } from '#lib/publisher/frame.ts';
import { outputSize } from '#lib/publisher/output-size.ts';
import { type PrintedPage, printedPage } from '#lib/publisher/printed-page.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import type { Recipe } from '#lib/publisher/recipe.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import { withVersion } from '../client/places.ts';
import { cn } from '../ui/class-names.ts';
import { Skeleton } from '../ui/states.tsx';
import { CompareStage } from './compare-stage.tsx';
import { CropStage } from './crop-stage.tsx';
import { type Mode, useEditing } from './editing.tsx';
import { FocusStage } from './focus-stage.tsx';
import { NinePoints } from './nine-points.tsx';
import { ResultPicture } from './result-picture.tsx';
import type { usePicture } from './use-picture.ts';

const MODES: ReadonlyArray<readonly [mode: Mode, label: string]> = [
  ['result', 'Result'],
  ['compare', 'Compare'],
  ['crop', 'Crop'],
  ['focus', 'Focal point'],
];

const BACKGROUNDS = [
  ['stage', 'Stage', 'bg-stage'],
  ['white', 'White', 'bg-white'],
  ['black', 'Black', 'bg-black'],
  ['checker', 'Chequered', 'checker'],
] as const;

type Measured = { url: string; size: Size };

type Props = {
  recipe: Recipe;
  base: TransformValues;
  made: ReturnType<typeof usePicture>;
  /** Told the pixels of the picture once it is shown. */
  onMeasured: (url: string, size: Size) => void;
  measured: Size | undefined;
  aspect: number | undefined;
};

/** The published picture with what is known of it, and the tools that work on the picture itself. */
export function Preview(props: Props) {
  const { mode, setMode, locked } = useEditing();
  const [background, setBackground] = useState<(typeof BACKGROUNDS)[number][0]>('stage');
  const surface = BACKGROUNDS.find(([id]) => id === background)?.[2];
  const [natural, setNatural] = useState<Measured>();
  const printed = usePrintedPage(props, natural);
  const onMeasured = (url: string, size: Size) => {
    setNatural({ url, size });
    props.onMeasured(url, size);
  };
  return (
    <section
      aria-label="Preview"
      className="flex min-w-0 flex-col overflow-hidden rounded-card border border-border bg-surface"
    >
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-border px-2 py-1.5">
        <div role="group" aria-label="View" className="flex flex-wrap gap-0.5">
          {MODES.map(([id, label]) => (
            <button
              key={id}
              type="button"
              aria-pressed={mode === id}
              disabled={locked !== undefined && (id === 'crop' || id === 'focus')}
              onClick={() => setMode(id)}
              className="h-8 cursor-pointer rounded-control px-2.5 text-[13px] font-medium text-muted hover:text-text disabled:opacity-50 aria-pressed:bg-hover aria-pressed:text-text pointer-coarse:h-11"
            >
              {label}
            </button>
          ))}
        </div>
        <div role="group" aria-label="Background" className="flex gap-1">
          {BACKGROUNDS.map(([id, label, look]) => (
            <button
              key={id}
              type="button"
              aria-label={label}
              title={label}
              aria-pressed={background === id}
              onClick={() => setBackground(id)}
              className="flex size-8 cursor-pointer items-center justify-center rounded-control aria-pressed:bg-hover pointer-coarse:size-11"
            >
              <span
                className={cn(
                  'size-4.5 rounded-full border border-control',
                  look,
                  background === id && 'ring-2 ring-accent ring-offset-2 ring-offset-surface',
                )}
              />
            </button>
          ))}
        </div>
      </div>
      <div className={cn('relative flex min-h-60 items-center justify-center p-4 lg:min-h-[60dvh]', surface)}>
        <Stage {...props} onMeasured={onMeasured} printed={printed} />
      </div>
      <Facts {...props} printed={printed} />
    </section>
  );
}

/** The page that the picture is printed on: by its own pixels, else by those that it is expected to have. */
function usePrintedPage(
  { recipe, base, made }: Props,
  natural: Measured | undefined,
): PrintedPage | undefined {
  const { source } = useEditing();
  const { picture, busy } = made;
  const shown = natural?.url === picture?.url ? natural?.size : undefined;
  const planned = source && outputSize({ recipe, base, page: source });
  const pixels = busy ? (planned ?? shown) : (shown ?? planned);
  return pixels && printedPage(recipe, base, pixels, source && source.dpi);
}

type WithPage = Props & { printed: PrintedPage | undefined };

function Stage({ recipe, base, made, onMeasured, aspect, printed }: WithPage) {
  const editing = useEditing();
  const { mode, frame, change, base: inherited, version } = editing;
  const merged = mergeTemplate(editing.values, inherited);
  const frameUrl = useMemo(
    () => withVersion(publishedUrl('/image', frameRecipe(recipe, base), base), version),
    [recipe, base, version],
  );
  const { picture, problem, busy } = made;
  if (mode === 'crop' && frame) {
    return (
      <CropStage
        url={frameUrl}
        frame={frame}
        edges={edgesOf(merged)}
        aspect={aspect}
        onChange={(edges) =>
          change(
            {
              left: edges.left === 0 && !inherited.left ? undefined : edges.left,
              top: edges.top === 0 && !inherited.top ? undefined : edges.top,
              right: edges.right === 1 && !inherited.right ? undefined : edges.right,
              bottom: edges.bottom === 1 && !inherited.bottom ? undefined : edges.bottom,
            },
            'crop',
          )
        }
      />
    );
  }
  if (mode === 'focus') {
    return (
      <div className="flex flex-col items-center gap-2">
        <FocusStage
          url={frameUrl}
          x={merged.focusX ?? 0.5}
          y={merged.focusY ?? 0.5}
          onChange={(focusX, focusY) => change({ focusX, focusY, gravity: undefined }, 'focus')}
        />
        {merged.width && merged.height ? null : (
          <p className="rounded-control bg-surface px-2 py-1 text-[13px] text-muted">
            The point counts when width and height are both set and the picture is cut to them.
          </p>
        )}
      </div>
    );
  }
  if (problem !== undefined) {
    return (
      <div
        role="alert"
        className="flex max-w-md items-start gap-2.5 rounded-card border border-danger bg-surface p-4 text-sm"
      >
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
        <div>
          <p className="font-medium">The server refuses this picture</p>
          <p className="mt-1 break-words text-muted">{problem}</p>
        </div>
      </div>
    );
  }
  if (!picture) return <Skeleton className="aspect-4/3 w-full max-w-xl" />;
  if (mode === 'compare') {
    return (
      <CompareStage
        before={withVersion(publishedUrl('/image', untouchedRecipe(recipe, base), base), version)}
        after={picture.shown}
      />
    );
  }
  return (
    <>
      <ResultPicture
        shown={picture.shown}
        busy={busy}
        printed={printed}
        onMeasured={(size) => onMeasured(picture.url, size)}
      >
        {mode === 'overlay' ? (
          <NinePoints
            large
            label="Position of the overlay"
            value={merged.overlayPos ?? 'c'}
            onChange={(overlayPos) => change({ overlayPos }, 'overlayPos')}
          />
        ) : null}
      </ResultPicture>
      {busy ? (
        <LoaderCircle aria-hidden="true" className="absolute top-3 right-3 size-5 animate-spin text-muted" />
      ) : null}
    </>
  );
}

function Facts({ made, measured, printed }: WithPage) {
  const { picture, problem, busy } = made;
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-t border-border px-3 py-2 text-[13px] tabular-nums"
    >
      {problem !== undefined ? (
        <span className="text-danger">No picture</span>
      ) : picture ? (
        <>
          {measured ? (
            <span className="font-medium">{`${measured.width} × ${measured.height} pixels`}</span>
          ) : null}
          <span>{formatBytes(picture.bytes)}</span>
          <span className="text-muted">{picture.type}</span>
          <span className="text-muted">
            {busy
              ? 'Asking the server'
              : `${Math.max(1, Math.round(picture.milliseconds))} ms, ${picture.cached ? 'from the cache' : 'freshly drawn'}`}
          </span>
          {printed?.texts.map((text) => (
            <span key={text}>{text}</span>
          ))}
          {picture.standIn ? (
            <span className="text-muted">Shown as PNG: browsers cannot show this format</span>
          ) : null}
        </>
      ) : (
        <span className="text-muted">Asking the server</span>
      )}
    </div>
  );
}
