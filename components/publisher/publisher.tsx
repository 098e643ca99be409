'use client';

import { ArrowLeft, ImageIcon, Redo2, RotateCcw, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { showableRecipe } from '#lib/publisher/frame.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import type { Recipe } from '#lib/publisher/recipe.ts';
import { warningsOf } from '#lib/publisher/warnings.ts';
import { rotatedSize } from '#lib/transform/rotated-size.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import { failureText } from '../client/api.ts';
import { useImageAt, useImageMetadata, useImagePage } from '../client/image-facts.ts';
import { detailsPage, nameOf, publishPage, withVersion } from '../client/places.ts';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { aspectOf, FREE, type Shape } from './crop-card.tsx';
import { type Editing, EditingProvider, type Mode } from './editing.tsx';
import { Preview } from './preview.tsx';
import { StepCards } from './step-cards.tsx';
import { TemplateCard } from './template-card.tsx';
import { UseIt } from './use-it.tsx';
import { usePicture } from './use-picture.ts';
import { useRecipe } from './use-recipe.ts';
import { useTemplates } from './use-templates.ts';
import { useVisitors } from './use-visitors.ts';

const UNKNOWN: Size = { width: 0, height: 0 };
const NOTHING: TransformValues = {};

/** Makes the address of a picture step by step, and the text that puts it into a page. */
export function Publisher({ setup }: { setup: PublishingSetup }) {
  const query = useSearchParams();
  const src = query.get('src')?.replace(/^\/+/, '') ?? '';
  const details = useImageAt(src);
  if (src === '') return <ChoosePicture />;
  if (details.error) {
    return <ErrorState text={failureText(details.error)} onRetry={() => void details.refetch()} />;
  }
  if (!details.data) return <Loading />;
  return <Bench key={src} setup={setup} details={details.data} query={query.toString()} />;
}

function ChoosePicture() {
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <h1 className="sr-only">Publish</h1>
      <EmptyState
        icon={<ImageIcon aria-hidden="true" />}
        title="Which picture do you want to publish?"
        action={
          <Button look="primary" onClick={() => setChoosing(true)}>
            Choose a picture
          </Button>
        }
      />
      <ImageDialog
        open={choosing}
        onOpenChange={setChoosing}
        title="Choose a picture"
        onPick={(image) => location.assign(publishPage(image.src))}
      />
    </>
  );
}

const COLUMNS =
  'grid gap-4 lg:grid-cols-[20rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] xl:grid-cols-[20rem_minmax(0,1fr)_22rem] xl:grid-rows-1';

function Loading() {
  return (
    <div className={`${COLUMNS} p-4`}>
      <Skeleton className="h-96 max-lg:order-2" />
      <Skeleton className="h-[70dvh]" />
      <Skeleton className="h-80" />
    </div>
  );
}

function Bench({ setup, details, query }: { setup: PublishingSetup; details: ImageDetails; query: string }) {
  const { recipe, change, setRecipe, undo, redo } = useRecipe(query);
  const { templates } = useTemplates(setup);
  const toast = useToast();
  const [mode, setMode] = useState<Mode>('result');
  const [shape, setShape] = useState<Shape>(FREE);
  const [measured, setMeasured] = useState<{ url: string; size: Size }>();
  const template = templates.find((each) =>
    recipe.template === undefined ? each.isDefault : each.name.toLowerCase() === recipe.template,
  );
  const base = template?.values ?? NOTHING;
  const merged = mergeTemplate(recipe.values, base);
  const found = useImagePage(details, merged.page || 1, merged.dpi);
  const { data: metadata } = useImageMetadata(details);
  const source = found && { ...found, depth: metadata?.depth };
  // The record knows the first page alone.
  const page = source ?? (details.width > 0 && !((merged.page ?? 1) > 1) ? details : UNKNOWN);
  const frame = page.width > 0 ? rotatedSize(page, merged.rotation ?? 0) : undefined;

  // The same picture as the published one; looking at it here is not counted.
  const uncounted = (each: Recipe): Recipe => ({
    ...each,
    values: { ...each.values, recordStats: false, attachment: false },
  });
  const version = details.file_version;
  const addressOf = (each: Recipe) => withVersion(publishedUrl('/image', each, base), version);
  const url = addressOf(uncounted(recipe));
  const made = usePicture(url, addressOf(showableRecipe(recipe, base)));
  const size = measured?.url === made.picture?.url && !made.picture?.standIn ? measured?.size : undefined;
  const visitors = useVisitors(made.busy || made.problem ? undefined : url);

  const subject = { recipe, base, page };
  const profileSpace = (name: string) => setup.profiles.find((each) => each.name === name)?.space;
  const editing: Editing = {
    isTemplate: false,
    values: recipe.values,
    base,
    reference: base,
    change,
    src: recipe.src,
    version,
    frame,
    source,
    warnings: warningsOf(subject, {
      profileSpace,
      publicLimits: setup.publicLimits,
      source: source && { ...source, embeddedPreview: made.picture?.isPreview },
    }),
    setup,
    mode,
    setMode,
    locked: undefined,
  };
  useUndoKeys(undo, redo);
  const changes = Object.keys(recipe.values).length;
  const chooseTemplate = (name: string | undefined) => {
    const { values } = recipe;
    setRecipe({ ...recipe, template: name, values: {} });
    if (changes === 0) return;
    toast.done({
      text: 'The values of the template hold now',
      detail: 'What you had changed was taken back.',
      action: { label: 'Keep my changes', run: () => setRecipe({ ...recipe, template: name, values }) },
    });
  };

  return (
    <EditingProvider editing={editing}>
      <div className="flex flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
          <Link
            prefetch={false}
            href={detailsPage(recipe.src)}
            className="inline-flex items-center gap-1.5 rounded-control text-[13px] text-muted hover:text-text pointer-coarse:min-h-11"
          >
            <ArrowLeft aria-hidden="true" className="size-4" />
            Details
          </Link>
          <h1 className="min-w-0 flex-1 truncate text-base font-semibold">{`Publish ${nameOf(recipe.src)}`}</h1>
          <div className="flex items-center gap-1">
            <IconButton label="Undo" shortcut="Ctrl Z" size="small" disabled={!undo} onClick={undo}>
              <Undo2 aria-hidden="true" />
            </IconButton>
            <IconButton label="Redo" shortcut="Ctrl Shift Z" size="small" disabled={!redo} onClick={redo}>
              <Redo2 aria-hidden="true" />
            </IconButton>
            <Button
              size="small"
              look="quiet"
              disabled={changes === 0}
              onClick={() => setRecipe({ ...recipe, values: {} })}
            >
              <RotateCcw aria-hidden="true" />
              Reset all
            </Button>
          </div>
        </header>
        <div className={`${COLUMNS} p-4 pt-3`}>
          <div className="flex min-w-0 flex-col gap-2 max-lg:order-2 lg:row-span-2 xl:row-span-1">
            <TemplateCard templates={templates} current={recipe.template} onChoose={chooseTemplate} />
            <StepCards
              shape={shape}
              setShape={setShape}
              bytes={made.picture && !made.problem ? formatBytes(made.picture.bytes) : undefined}
            />
          </div>
          <div className="min-w-0 max-lg:order-1 lg:sticky lg:top-15 lg:self-start">
            {recipe.template !== undefined && template === undefined ? (
              <p role="alert" className="mb-2 text-danger">{`There is no template ${recipe.template}.`}</p>
            ) : null}
            <Preview
              recipe={recipe}
              base={base}
              made={made}
              measured={size}
              onMeasured={(at, pixels) => setMeasured({ url: at, size: pixels })}
              aspect={aspectOf(shape, frame)}
            />
          </div>
          <div className="min-w-0 max-lg:order-3 xl:sticky xl:top-15 xl:max-h-[calc(100dvh-4.5rem)] xl:self-start xl:overflow-y-auto">
            <UseIt
              subject={subject}
              measured={url === made.picture?.url ? size : undefined}
              server={setup.server}
              title={details.title || details.description}
              visitors={visitors}
              onSaved={(name) => setRecipe({ ...recipe, template: name.toLowerCase(), values: {} })}
            />
          </div>
        </div>
      </div>
    </EditingProvider>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, except where texts have an undo of their own. */
function useUndoKeys(undo: (() => void) | undefined, redo: (() => void) | undefined): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('[data-own-undo]')) return;
      const key = event.key.toLowerCase();
      const run = key === 'z' ? (event.shiftKey ? redo : undo) : key === 'y' ? redo : undefined;
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [undo, redo]);
}
