import { formatCount } from '#lib/format/numbers.ts';

/** How this server is set up, as far as pictures show it. */
export type ServerFacts = {
  defaultTemplate: { name: string; values: ReadonlyArray<readonly [name: string, value: string]> };
  templates: ReadonlyArray<{ name: string; description: string }>;
  /** Pixels. */
  maxDimension: number;
  /** Pixels; 0 is no limit. */
  publicWidth: number;
  publicHeight: number;
  readable: readonly string[];
  writable: readonly string[];
  profiles: readonly string[];
};

const limit = (pixels: number): string => (pixels === 0 ? 'no limit' : `${formatCount(pixels)} px`);

/** What depends on this server: its default template, limits, formats, templates and profiles. */
export function LiveSettings({ facts }: { facts: ServerFacts }) {
  const rows: ReadonlyArray<readonly [string, React.ReactNode]> = [
    ['Largest width or height', limit(facts.maxDimension)],
    [
      'For people who are not signed in',
      facts.publicWidth === 0 && facts.publicHeight === 0
        ? 'no further limit'
        : `width ${limit(facts.publicWidth)}, height ${limit(facts.publicHeight)}`,
    ],
    ['Formats that are read', facts.readable.join(', ')],
    ['Formats that are written', facts.writable.join(', ')],
    ['Colour profiles', facts.profiles.length === 0 ? 'none installed' : facts.profiles.join(', ')],
    [
      'Default template',
      <>
        {facts.defaultTemplate.name}
        {facts.defaultTemplate.values.length === 0
          ? null
          : `: ${facts.defaultTemplate.values.map(([name, value]) => `${name} ${value}`).join(', ')}`}
      </>,
    ],
    [
      'Templates',
      <ul key="templates">
        {facts.templates.map(({ name, description }) => (
          <li key={name}>
            <code className="font-mono text-[13px]">{name}</code>
            {description === '' ? null : <span className="text-muted"> {description}</span>}
          </li>
        ))}
      </ul>,
    ],
  ];
  return (
    <dl className="mt-4 divide-y divide-border rounded-card border border-border bg-surface px-4">
      {rows.map(([name, value]) => (
        <div key={name} className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[14rem_minmax(0,1fr)]">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
