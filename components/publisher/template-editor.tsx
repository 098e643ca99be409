'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, ImageIcon } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import type { PublishingSetup, TemplateRecord } from '#lib/contracts/publishing.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { showableRecipe } from '#lib/publisher/frame.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import type { Recipe } from '#lib/publisher/recipe.ts';
import { templatePreview } from '#lib/publisher/template-preview.ts';
import { changesBetween, storedTemplate, valuesOf } from '#lib/publisher/template-values.ts';
import { warningsOf } from '#lib/publisher/warnings.ts';
import { rotatedSize } from '#lib/transform/rotated-size.ts';
import type { Size } from '#lib/transform/values.ts';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { withVersion } from '../client/places.ts';
import { useViewer } from '../client/viewer.tsx';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { aspectOf, FREE } from './crop-card.tsx';
import { type Editing, EditingProvider, type Mode } from './editing.tsx';
import { Preview } from './preview.tsx';
import { StepCards } from './step-cards.tsx';
import { NEEDS_SUPER_USER } from './super-user.ts';
import { TemplateHistory } from './template-history.tsx';
import { TemplateImpact } from './template-impact.tsx';
import { usePicture } from './use-picture.ts';
import { withChanges } from './use-recipe.ts';
import { useSample } from './use-sample.ts';
import { TEMPLATES_KEY, useTemplates } from './use-templates.ts';

/** A template as it was read; 0 and no version for one that is not stored yet. */
export type StoredTemplate = TemplateRecord & { etag: string | undefined };

/** Everything that a template can say, with a picture drawn by values that are not stored yet. */
export function TemplateEditor({
  stored,
  setup,
  onReload,
}: {
  stored: StoredTemplate;
  setup: PublishingSetup;
  /** Reads the template again. */
  onReload: () => void;
}) {
  const { flags } = useViewer();
  const locked = flags.includes('admin_all') ? undefined : NEEDS_SUPER_USER;
  const reference = useMemo(() => valuesOf(stored.template), [stored.template]);
  const [name, setName] = useState(stored.name);
  const [description, setDescription] = useState(stored.description);
  const [values, setValues] = useState(reference);
  const [mode, setMode] = useState<Mode>('result');
  const [shape, setShape] = useState(FREE);
  const [measured, setMeasured] = useState<{ url: string; size: Size }>();
  const [choosing, setChoosing] = useState(false);
  const [showsImpact, setShowsImpact] = useState(false);
  const { templates } = useTemplates(setup);
  const sample = useSample(setup);
  const isNew = stored.id === 0;
  const isDefault = stored.name.toLowerCase() === setup.defaultTemplate;

  const src = sample.src ?? '';
  const { recipe, base, missing } = useMemo(
    () => templatePreview(src, values, templates),
    [src, values, templates],
  );
  const shown: Recipe = { ...recipe, values: { ...recipe.values, recordStats: false, attachment: false } };
  const { version, isLoading } = sample;
  const addressOf = (each: Recipe) => withVersion(publishedUrl('/image', each, base), version);
  const made = usePicture(
    src === '' || isLoading ? undefined : addressOf(shown),
    addressOf(showableRecipe(recipe, base)),
  );
  const size = measured?.url === made.picture?.url ? measured?.size : undefined;
  const frame = sample.page.width > 0 ? rotatedSize(sample.page, values.rotation ?? 0) : undefined;
  const profileSpace = (profile: string) => setup.profiles.find((each) => each.name === profile)?.space;
  const changes = changesBetween(reference, values);
  const isDirty = isNew || changes.length > 0 || name !== stored.name || description !== stored.description;
  useLeaveGuard(isDirty && locked === undefined && !isNew);

  const save = useSave(
    stored,
    () => ({
      name: name.trim(),
      description,
      template: storedTemplate(values, stored.template),
    }),
    onReload,
  );

  const editing: Editing = {
    isTemplate: true,
    values,
    base: {},
    reference,
    change: (changed) => setValues((before) => withChanges(before, changed)),
    src,
    version,
    frame,
    source: undefined,
    warnings: warningsOf(
      { recipe: { src, template: undefined, values }, base: {}, page: sample.page },
      { profileSpace, publicLimits: { maxWidth: 0, maxHeight: 0 } },
    ),
    setup,
    mode,
    setMode,
    locked,
  };
  return (
    <EditingProvider editing={editing}>
      <div className="flex flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3">
          <Link
            prefetch={false}
            href="/admin/templates/"
            className="inline-flex items-center gap-1.5 rounded-control text-[13px] text-muted hover:text-text pointer-coarse:min-h-11"
          >
            <ArrowLeft aria-hidden="true" className="size-4" />
            Templates
          </Link>
          <h1 className="min-w-0 flex-1 truncate text-base font-semibold">
            {isNew ? 'New template' : stored.name}
          </h1>
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              disabled={!isDirty || isNew}
              onClick={() => {
                setValues(reference);
                setName(stored.name);
                setDescription(stored.description);
              }}
            >
              Discard changes
            </Button>
            <Button
              size="small"
              look="primary"
              disabled={!isDirty || name.trim() === '' || save.isPending}
              onClick={() => (isNew ? save.mutate() : setShowsImpact(true))}
              unavailable={locked}
            >
              {isNew ? 'Create template' : 'Save'}
            </Button>
          </div>
          {locked === undefined ? null : (
            <p className="w-full text-[13px] text-muted">{`You can look at this template. Changing it: ${locked}.`}</p>
          )}
          {save.error ? (
            <div role="alert" className="flex w-full flex-wrap items-center gap-3 text-danger">
              {failureText(save.error)}
              {isConflict(save.error) ? (
                <Button size="small" onClick={onReload}>
                  Load what is stored now
                </Button>
              ) : null}
            </div>
          ) : null}
        </header>
        <div className="grid gap-4 p-4 pt-3 xl:grid-cols-[20rem_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-2 max-xl:order-2">
            <section
              aria-label="Name and description"
              className="flex flex-col gap-3 rounded-card border border-border bg-surface p-3"
            >
              <Field label="Name">
                <Input
                  value={name}
                  maxLength={120}
                  disabled={locked !== undefined}
                  autoComplete="off"
                  onChange={(event) => setName(event.currentTarget.value)}
                />
              </Field>
              <Field label="Description">
                <TextArea
                  value={description}
                  maxLength={5120}
                  disabled={locked !== undefined}
                  onChange={(event) => setDescription(event.currentTarget.value)}
                />
              </Field>
            </section>
            <StepCards
              shape={shape}
              setShape={setShape}
              bytes={made.picture && !made.problem ? formatBytes(made.picture.bytes) : undefined}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-4 max-xl:order-1 xl:sticky xl:top-15 xl:self-start">
            {src === '' ? (
              <EmptyState icon={<ImageIcon aria-hidden="true" />} title="Choose a picture to try it on" />
            ) : (
              <Preview
                recipe={recipe}
                base={base}
                made={made}
                measured={size}
                onMeasured={(at, pixels) => setMeasured({ url: at, size: pixels })}
                aspect={aspectOf(shape, frame)}
              />
            )}
            <div className="flex flex-wrap items-center gap-3 text-[13px] text-muted">
              <Button size="small" onClick={() => setChoosing(true)}>
                <ImageIcon aria-hidden="true" />
                {src === '' ? 'Choose a picture' : 'Try another picture'}
              </Button>
              <span className="min-w-0 break-words">{src}</span>
              {missing.length > 0 ? (
                <span className="text-warning">{`The preview cannot show: ${missing.join(', ')}`}</span>
              ) : null}
            </div>
            {isNew ? null : <TemplateHistory id={stored.id} locked={locked} onRestore={setValues} />}
          </div>
        </div>
      </div>
      {showsImpact ? (
        <TemplateImpact
          name={stored.name}
          newName={name.trim()}
          isDefault={isDefault}
          src={src}
          version={version}
          before={reference}
          after={shown}
          afterBase={base}
          changes={changes}
          isSaving={save.isPending}
          onClose={() => setShowsImpact(false)}
          onSave={() => {
            setShowsImpact(false);
            save.mutate();
          }}
        />
      ) : null}
      <ImageDialog
        open={choosing}
        onOpenChange={setChoosing}
        title="Try the template on"
        onPick={(image) => sample.choose(image.src)}
      />
    </EditingProvider>
  );
}

/** Whether somebody else has changed the template since it was read; a taken name is refused with 409 too. */
function isConflict(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 409 && error.message.includes('meanwhile');
}

function useSave(
  stored: StoredTemplate,
  body: () => { name: string; description: string; template: object },
  onReload: () => void,
) {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  return useMutation({
    mutationFn: () =>
      stored.id === 0
        ? api.call<TemplateRecord>('POST', '/admin/templates/', { body: body() })
        : api.call<TemplateRecord>('PUT', `/admin/templates/${stored.id}/`, {
            body: body(),
            ifMatch: stored.etag,
          }),
    onSuccess: async ({ data }) => {
      toast.done({ text: `Template ${data.name} is stored` });
      await client.invalidateQueries({ queryKey: TEMPLATES_KEY });
      await client.invalidateQueries({ queryKey: ['template-history'] });
      if (stored.id === 0) router.push(`/admin/templates/${data.id}/`);
      else onReload();
    },
  });
}

/** Asks before the page is left with changes that are not stored. */
function useLeaveGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const listener = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', listener);
    return () => window.removeEventListener('beforeunload', listener);
  }, [isDirty]);
}
