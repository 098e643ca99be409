import { Contents } from '../ui/contents.tsx';
import { ChoosePicture } from './choose-picture.tsx';
import { ExamplePicture } from './example-picture.tsx';
import { LiveSettings, type ServerFacts } from './live-settings.tsx';
import { anchorOf, OPTION_GROUPS, type Option } from './options.ts';

const STEPS = [
  'read the page',
  'turn upright as EXIF says',
  'flip',
  'rotate',
  'crop',
  'resize and pad',
  'sharpen',
  'overlay',
  'tile',
  'profile',
  'colour model',
  'strip',
  'encode',
] as const;

/** Every parameter of a picture's URL, shown with pictures that this server draws for whoever reads. */
export function ImagingGuide({
  src,
  standard,
  facts,
}: {
  src: string;
  standard: string;
  facts: ServerFacts;
}) {
  const sections = [
    { id: 'url', title: 'The URL of a picture', entries: [] },
    ...OPTION_GROUPS.map(({ id, title, options }) => ({
      id,
      title,
      entries: options.map(({ names }) => ({ id: anchorOf(names[0]), title: names.join(', ') })),
    })),
    { id: 'server', title: 'This server', entries: [] },
  ];
  return (
    <div className="mx-auto w-full max-w-6xl px-4 sm:px-6 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-12">
      <Contents sections={sections} />
      <div className="min-w-0 py-8">
        <h1 className="text-2xl font-semibold tracking-tight">Imaging guide</h1>
        <p className="mt-2 max-w-2xl text-muted">
          What a picture’s URL can say. Each example below is drawn by this server while you look.
        </p>
        <div className="mt-4 flex flex-wrap items-center gap-2 rounded-card border border-border bg-surface p-3">
          <span className="min-w-0 flex-1 break-words">
            Examples with <code className="font-mono text-[13px]">{src}</code>
          </span>
          <ChoosePicture src={src} standard={standard} />
        </div>
        <Heading id="url" title="The URL of a picture" />
        <div className="mt-3 grid max-w-2xl gap-3">
          <p>
            <code className="font-mono text-[13px] break-words">
              /image?src=folder/name.jpg&amp;width=400
            </code>{' '}
            answers with a picture made from that file.{' '}
            <code className="font-mono text-[13px]">/original?src=…</code> answers with the file itself, for
            people who may download it.
          </p>
          <p>
            The order of parameters does not matter. Of a name given twice the first counts, unknown names are
            ignored, and a wrong value is answered with what was expected. Yes is one of 1, t, y, true, yes. A
            blank number cancels that of the template.
          </p>
          <p>What is done, in this order: {STEPS.join(' → ')}.</p>
        </div>
        {OPTION_GROUPS.map(({ id, title, text, options }) => (
          <section key={id} aria-labelledby={id}>
            <Heading id={id} title={title} />
            {text === undefined ? null : <p className="mt-2 text-muted">{text}</p>}
            {options.map((option) => (
              <OptionEntry key={option.names[0]} option={option} src={src} />
            ))}
          </section>
        ))}
        <Heading id="server" title="This server" />
        <LiveSettings facts={facts} />
      </div>
    </div>
  );
}

function Heading({ id, title }: { id: string; title: string }) {
  return (
    <h2 id={id} className="mt-12 scroll-mt-16 text-lg font-semibold">
      {title}
    </h2>
  );
}

function OptionEntry({ option: { names, values, text, examples }, src }: { option: Option; src: string }) {
  return (
    <article aria-labelledby={anchorOf(names[0])} className="border-t border-border py-5 first-of-type:mt-4">
      <h3 id={anchorOf(names[0])} className="scroll-mt-16 font-mono text-sm font-semibold">
        {names.join(', ')}
      </h3>
      {/* Forms lead to each name of a group. */}
      {names.slice(1).map((name) => (
        <span key={name} id={anchorOf(name)} className="scroll-mt-16" />
      ))}
      <p className="mt-0.5 text-[13px] text-muted">{values}</p>
      <p className="mt-2 max-w-2xl">{text}</p>
      {examples === undefined ? null : (
        <div className="mt-3 grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {examples.map((example) => (
            <ExamplePicture
              key={JSON.stringify(example)}
              src={example.src ?? src}
              parameters={example.parameters}
              alt={`Example of ${names[0]}: ${Object.entries(example.parameters)
                .map(([name, value]) => `${name} ${String(value)}`)
                .join(', ')}`}
            />
          ))}
        </div>
      )}
    </article>
  );
}
