'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, ImageIcon, LayoutTemplate, Pencil, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import { countOf } from '#lib/format/numbers.ts';
import { showableRecipe } from '#lib/publisher/frame.ts';
import { atWidth } from '#lib/publisher/output-size.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import { api, failureText } from '../client/api.ts';
import { withVersion } from '../client/places.ts';
import { useViewer } from '../client/viewer.tsx';
import { ImageDialog } from '../pickers/image-dialog.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, buttonClasses, IconButton } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { useToast } from '../ui/toast.tsx';
import { NEEDS_SUPER_USER } from './super-user.ts';
import { type Sample, useSample } from './use-sample.ts';
import { type ReadTemplate, TEMPLATES_KEY, useTemplates } from './use-templates.ts';

const PREVIEW = 160;
const DEFAULT_PROPERTY = '/admin/properties/pubimage_default_template/';
const DEFAULT_KEY = ['default-template'];

/** All templates, and which one holds where an address names none. */
export function TemplateList({ setup }: { setup: PublishingSetup }) {
  const { flags } = useViewer();
  const locked = flags.includes('admin_all') ? undefined : NEEDS_SUPER_USER;
  // Only super users may ask for it; the page itself tells the others.
  const { data: defaultName } = useQuery({
    queryKey: DEFAULT_KEY,
    queryFn: async ({ signal }) =>
      (await api.get<{ value: string }>(DEFAULT_PROPERTY, {}, signal)).value.toLowerCase(),
    initialData: setup.defaultTemplate,
    enabled: locked === undefined,
  });
  const { templates, error, refetch } = useTemplates(setup, defaultName);
  const sample = useSample(setup);
  const [choosing, setChoosing] = useState(false);
  const newTemplate = (
    <Link prefetch={false} href="/admin/templates/0/" className={buttonClasses({ look: 'primary' })}>
      <Plus aria-hidden="true" />
      New template
    </Link>
  );
  return (
    <Page
      wide
      title="Templates"
      intro={`A template keeps picture values under a name. Addresses name it with tmp=, so that one change here changes all of their pictures. ${countOf(templates.length, 'template')}.`}
      actions={
        <>
          <Button onClick={() => setChoosing(true)}>
            <ImageIcon aria-hidden="true" />
            Preview another picture
          </Button>
          {locked === undefined ? (
            newTemplate
          ) : (
            <Button look="primary" unavailable={locked}>
              <Plus aria-hidden="true" />
              New template
            </Button>
          )}
        </>
      }
    >
      {error && templates.length === 0 ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : templates.length === 0 ? (
        <EmptyState
          icon={<LayoutTemplate aria-hidden="true" />}
          title="There are no templates"
          action={locked === undefined ? newTemplate : undefined}
        >
          Without a default template no picture can be drawn.
        </EmptyState>
      ) : (
        <>
          <Table label="Templates">
            <thead>
              <tr>
                <HeadCell>Preview</HeadCell>
                <HeadCell>Name</HeadCell>
                <HeadCell className="max-md:hidden">Description</HeadCell>
                <HeadCell>Used by</HeadCell>
                <HeadCell className="relative">
                  <span className="sr-only">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {templates.map((template) => (
                <TemplateRow key={template.id} template={template} sample={sample} locked={locked} />
              ))}
            </tbody>
          </Table>
          <p className="mt-2 mb-6 text-[13px] text-muted">
            How often an address names a template is not recorded, so pages elsewhere may use any of them.
          </p>
          <DefaultTemplate templates={templates} locked={locked} />
        </>
      )}
      <ImageDialog
        open={choosing}
        onOpenChange={setChoosing}
        title="Preview templates on"
        onPick={({ src }) => sample.choose(src)}
      />
    </Page>
  );
}

function TemplateRow({
  template,
  sample,
  locked,
}: {
  template: ReadTemplate;
  sample: Sample;
  locked: string | undefined;
}) {
  const remove = useRemove();
  const { id, name, description, isDefault } = template;
  const noDelete = locked ?? (isDefault ? 'The default template cannot be deleted' : undefined);
  return (
    <Row>
      <Cell className="w-32">
        <TemplatePreview template={template} sample={sample} />
      </Cell>
      <Cell>
        <Link
          prefetch={false}
          href={`/admin/templates/${id}/`}
          className="font-medium break-words hover:underline"
        >
          {name}
        </Link>
      </Cell>
      <Cell className="max-w-md text-muted max-md:hidden">{description}</Cell>
      <Cell>
        {isDefault ? (
          <Badge tone="accent">System default</Badge>
        ) : (
          <span className="text-muted">Not known</span>
        )}
      </Cell>
      <Cell>
        <div className="flex justify-end gap-1">
          <Link
            prefetch={false}
            href={`/admin/templates/${id}/`}
            aria-label={locked ? `Look at ${name}` : `Edit ${name}`}
            className={buttonClasses(
              { look: 'quiet', size: 'small' },
              'w-8 px-0 pointer-coarse:w-11 pointer-coarse:px-0',
            )}
          >
            <Pencil aria-hidden="true" />
          </Link>
          {locked === undefined ? (
            <Link
              prefetch={false}
              href={`/admin/templates/0/?from=${id}`}
              aria-label={`Duplicate ${name}`}
              className={buttonClasses(
                { look: 'quiet', size: 'small' },
                'w-8 px-0 pointer-coarse:w-11 pointer-coarse:px-0',
              )}
            >
              <Copy aria-hidden="true" />
            </Link>
          ) : null}
          <IconButton
            label={`Delete ${name}`}
            size="small"
            unavailable={noDelete}
            onClick={() => void remove(template)}
          >
            <Trash2 aria-hidden="true" />
          </IconButton>
        </div>
      </Cell>
    </Row>
  );
}

function TemplatePreview({
  template: { name, isDefault, values },
  sample: { src, page, version },
}: {
  template: ReadTemplate;
  sample: Sample;
}) {
  if (src === undefined) return <span className="text-[13px] text-muted">No picture</span>;
  if (page.width === 0) return <div className="h-16 w-28" />;
  const recipe = { src, template: isDefault ? undefined : name.toLowerCase(), values: {} };
  const small = atWidth({ recipe, base: values, page }, PREVIEW);
  return (
    <img
      src={withVersion(publishedUrl('/image', showableRecipe(small, values), values), version)}
      alt=""
      loading="lazy"
      className="checker max-h-16 max-w-28 rounded-thumb object-contain"
    />
  );
}

function useRemove() {
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  return async ({ id, name }: ReadTemplate) => {
    const agreed = await confirm({
      title: `Delete the template ${name}?`,
      text: 'Pictures whose addresses name it will not be shown any more. It cannot be undone.',
      action: 'Delete template',
      danger: true,
    });
    if (!agreed) return;
    try {
      await api.delete(`/admin/templates/${id}/`);
      toast.done({ text: `Template ${name} is deleted` });
    } catch (error) {
      toast.failed({ text: `Template ${name} was not deleted`, detail: failureText(error) });
    }
    await client.invalidateQueries({ queryKey: TEMPLATES_KEY });
  };
}

function DefaultTemplate({
  templates,
  locked,
}: {
  templates: readonly ReadTemplate[];
  locked: string | undefined;
}) {
  const current = templates.find((each) => each.isDefault)?.name.toLowerCase();
  const [chosen, setChosen] = useState<string>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: (name: string) => api.put<{ value: string }>(DEFAULT_PROPERTY, { value: name }),
    onSuccess: ({ value }) => {
      client.setQueryData(DEFAULT_KEY, value.toLowerCase());
      setChosen(undefined);
      toast.done({ text: `${value} is the default template` });
    },
    onError: (error) =>
      toast.failed({ text: 'The default template was not changed', detail: failureText(error) }),
  });
  const value = chosen ?? current;
  const save = async () => {
    if (value === undefined) return;
    const name = templates.find((each) => each.name.toLowerCase() === value)?.name ?? value;
    const agreed = await confirm({
      title: `Make ${name} the default template?`,
      text: 'It holds for every address that names no template. Their pictures are made anew when they are asked for.',
      action: 'Set default template',
    });
    if (agreed) mutate(value);
  };
  return (
    <Section title="System default template" intro="Holds for every address that names no template.">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Template" className="w-64">
          <Select
            value={value}
            onChange={setChosen}
            disabled={locked !== undefined}
            choices={templates.map(({ name }) => ({ value: name.toLowerCase(), label: name }))}
          />
        </Field>
        <Button onClick={() => void save()} disabled={isPending || value === current} unavailable={locked}>
          Set default template
        </Button>
      </div>
    </Section>
  );
}
