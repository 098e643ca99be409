'use client';

import { BookmarkPlus, Download, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { OUTPUT_KINDS, type OutputKindId, outputKind } from '#lib/publisher/output-kinds.ts';
import { largestWidth, outputSize, type Subject } from '#lib/publisher/output-size.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import { readWidths, suggestWidths } from '#lib/publisher/widths.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Size } from '#lib/transform/values.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button, buttonClasses } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { Highlighted } from './highlighted.tsx';
import { KindOptions, type OptionState, startingOptions } from './kind-options.tsx';
import { SaveAsTemplate } from './save-as-template.tsx';
import { NEEDS_SUPER_USER } from './super-user.ts';

const KINDS = OUTPUT_KINDS.map(({ id, title, text }) => ({ value: id, label: title, detail: text }));

/** The finished picture as text for pages, as a file, or as a template. */
export function UseIt({
  subject,
  measured,
  server,
  title,
  visitors,
  onSaved,
}: {
  subject: Subject;
  /** Pixels of the picture as the server made it; undefined until it is shown. */
  measured: Size | undefined;
  server: string;
  /** What is said of the picture in the library. */
  title: string;
  /** Why people who are not signed in do not get it. */
  visitors: string | undefined;
  onSaved: (name: string) => void;
}) {
  const { values: address, change: changeAddress } = useUrlState();
  const { flags } = useViewer();
  const kind = outputKind(address.get('kind'));
  const [options, setOptions] = useState<OptionState>(() => startingOptions(title));
  const [saving, setSaving] = useState(false);
  const { recipe, base } = subject;
  const wanted = mergeTemplate(recipe.values, base);
  const size = outputSize(subject);
  const chosen = wanted.width || wanted.height ? size?.width : undefined;
  const largest = largestWidth(subject) ?? 3840;
  const suggested = suggestWidths(chosen, largest);
  const widths =
    options.widths === undefined ? suggested : readWidths(options.widths, largest, options.enlarge);
  const alt = options.decorative ? '' : options.alt.trim() || undefined;
  const asksForAlt = kind.options.includes('alt') && alt === undefined;
  const markup = kind.make({
    ...subject,
    server,
    alt,
    measured,
    options: {
      widths,
      sizes:
        options.sizes ?? (chosen === undefined ? '100vw' : `(max-width: ${chosen}px) 100vw, ${chosen}px`),
      dense: options.dense,
      formats: options.formats,
      byWindow: options.byWindow,
      box: options.box,
      images: options.images,
      slideshow: options.slideshow,
      build: options.build,
      name: options.names[kind.id] || kind.name,
    },
  });
  const url = publishedUrl(`${server}/image`, recipe, base);
  const path = publishedUrl('/image', { ...recipe, values: { ...recipe.values, attachment: true } }, base);
  return (
    <section
      aria-labelledby="use-it"
      className="flex min-w-0 flex-col gap-3 rounded-card border border-border bg-surface p-3"
    >
      <h2 id="use-it" className="text-sm font-semibold">
        Use it
      </h2>
      <Field label="As" hint={kind.text}>
        <Select<OutputKindId>
          value={kind.id}
          onChange={(id) => changeAddress({ kind: id === 'url' ? undefined : id })}
          choices={KINDS}
        />
      </Field>
      <KindOptions
        kind={kind}
        options={options}
        change={(changes) => setOptions((before) => ({ ...before, ...changes }))}
        suggested={suggested}
        src={recipe.src}
      />
      <section
        // Whatever scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Markup"
        className="max-h-80 overflow-auto rounded-control border border-border bg-canvas p-2.5"
      >
        <pre className="font-mono text-xs leading-5 break-all whitespace-pre-wrap" data-testid="markup">
          <Highlighted markup={markup} />
        </pre>
      </section>
      <div className="flex flex-wrap gap-2">
        {asksForAlt ? (
          <Button size="small" unavailable="Describe the picture first, or mark it as decorative">
            Copy
          </Button>
        ) : (
          <CopyButton text={markup.code} look="primary" />
        )}
        <a href={url} target="_blank" rel="noreferrer" className={buttonClasses({ size: 'small' })}>
          <ExternalLink aria-hidden="true" />
          Open
        </a>
        <a href={path} download className={buttonClasses({ size: 'small' })}>
          <Download aria-hidden="true" />
          Download final image
        </a>
        <Button
          size="small"
          onClick={() => setSaving(true)}
          unavailable={flags.includes('admin_all') ? undefined : NEEDS_SUPER_USER}
        >
          <BookmarkPlus aria-hidden="true" />
          Save as template
        </Button>
      </div>
      {visitors === undefined ? null : (
        <p role="status" className="text-[13px] text-warning">
          {visitors}
        </p>
      )}
      {saving ? <SaveAsTemplate values={wanted} onClose={() => setSaving(false)} onSaved={onSaved} /> : null}
    </section>
  );
}
