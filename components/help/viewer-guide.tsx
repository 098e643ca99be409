import Link from 'next/link';
import { CopyButton } from '../ui/copy-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { VIEWER_GUIDES, type ViewerName, viewerMarkup } from './viewer-guides.ts';

const NAMES = Object.keys(VIEWER_GUIDES) as ViewerName[];

/** What a viewer is for and how it gets into a page. */
export function ViewerGuide({ viewer, server }: { viewer: ViewerName; server: string }) {
  const { title, text, abilities, kind } = VIEWER_GUIDES[viewer];
  const markup = viewerMarkup(viewer, server);
  return (
    <Page title={title} intro={text}>
      <nav aria-label="Viewers" className="mb-6 flex flex-wrap gap-1">
        {NAMES.map((name) => (
          <Link
            key={name}
            prefetch={false}
            href={`/${name}/`}
            aria-current={name === viewer ? 'page' : undefined}
            className="rounded-control px-2.5 py-1.5 text-[13px] font-medium text-muted hover:text-text aria-[current=page]:bg-hover aria-[current=page]:text-text"
          >
            {VIEWER_GUIDES[name].title}
          </Link>
        ))}
      </nav>
      <p className="mb-6 rounded-card border border-warning bg-surface px-4 py-3">
        The script of this viewer is not part of this version yet. The markup below stays as it is: it begins
        to work when the viewers arrive.
      </p>
      <Section title="What people can do">
        <ul className="list-disc pl-5">
          {abilities.map((ability) => (
            <li key={ability} className="py-0.5">
              {ability}
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title="In a page of yours"
        intro="With a sample picture of this server"
        actions={<CopyButton text={markup} label="Copy markup" />}
      >
        <section
          aria-label="Markup"
          // Whatever scrolls must be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="overflow-x-auto rounded-control border border-border bg-canvas p-3"
        >
          <pre className="font-mono text-[13px] leading-5">{markup}</pre>
        </section>
        {kind === undefined ? null : (
          <p className="mt-4 flex flex-wrap items-center gap-3">
            <LinkButton href="/list/">Choose a picture in the library</LinkButton>
            <span className="text-muted">
              and publish it as “{title}” with sizes and colours of your choice.
            </span>
          </p>
        )}
      </Section>
    </Page>
  );
}
