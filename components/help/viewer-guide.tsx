'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { useUrlState } from '../client/use-url-state.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ChoosePicture } from './choose-picture.tsx';
import { LiveViewer } from './live-viewer.tsx';
import { demoMarkup, type ViewerBuild, viewerDemos } from './viewer-demos.ts';
import { type Setting, VIEWER_GUIDES, type ViewerName } from './viewer-guides.ts';

const NAMES = Object.keys(VIEWER_GUIDES) as ViewerName[];

type Props = {
  viewer: ViewerName;
  /** Address of this server, without a slash behind. */
  server: string;
  /** Pictures for the demos that the reader may see; none when there are none. */
  pictures: readonly string[];
  /** The picture that is shown without another choice. */
  standard: string;
};

/** A viewer at work, what people can do with it, and how it gets into a page. */
export function ViewerGuide({ viewer, server, pictures, standard }: Props) {
  const { title, text, abilities, kind } = VIEWER_GUIDES[viewer];
  const { values, change } = useUrlState();
  const build: ViewerBuild = values.get('build') === 'elements' ? 'elements' : 'scripts';
  const src = pictures[0] ?? standard;
  const panel = (which: ViewerBuild) => (
    <BuildPanel viewer={viewer} build={which} server={server} pictures={pictures} />
  );
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
      <div className="mb-6 flex flex-wrap items-center gap-2 rounded-card border border-border bg-surface p-3">
        <span className="min-w-0 flex-1 break-words">
          {pictures.length === 0 ? (
            'There is no picture here that you may see.'
          ) : (
            <>
              With <code className="font-mono text-[13px]">{src}</code>
              {pictures.length > 1 ? ' and others of its folder' : null}
            </>
          )}
        </span>
        <ChoosePicture src={src} standard={standard} path={`/${viewer}/`} />
      </div>
      <Section title="What people can do">
        <ul className="list-disc pl-5">
          {abilities.map((ability) => (
            <li key={ability} className="py-0.5">
              {ability}
            </li>
          ))}
        </ul>
      </Section>
      <Tabs
        value={build}
        onChange={(next) => change({ build: next === 'elements' ? next : undefined })}
        label="Build"
        tabs={[
          { value: 'scripts', label: 'Classic scripts', panel: panel('scripts') },
          { value: 'elements', label: 'Custom elements', panel: panel('elements') },
        ]}
      />
      {kind === undefined ? null : (
        <p className="flex flex-wrap items-center gap-3">
          <LinkButton href="/list/">Choose a picture in the library</LinkButton>
          <span className="text-muted">
            and publish it as “{title}” with sizes and colours of your choice.
          </span>
        </p>
      )}
    </Page>
  );
}

function BuildPanel({ viewer, build, server, pictures }: Omit<Props, 'standard'> & { build: ViewerBuild }) {
  const demos = useMemo(() => {
    const shown = pictures.length > 0 ? pictures : ['folder/name.jpg'];
    const here = viewerDemos(viewer, build, { server: '', pictures: shown });
    const elsewhere = viewerDemos(viewer, build, { server, pictures: shown });
    return here.map((live, index) => ({ live, markup: demoMarkup(elsewhere[index] ?? live, server) }));
  }, [viewer, build, server, pictures]);
  const settings = VIEWER_GUIDES[viewer].settings[build];
  return (
    <>
      <p className="mb-4 max-w-2xl text-muted">
        {build === 'scripts'
          ? 'Scripts with global functions, as pages of QIS embed them. Such pages need no change.'
          : 'One module with elements for new pages: no call is needed, and they follow the size of their box.'}
      </p>
      {demos.map(({ live, markup }) => (
        <Section
          key={`${viewer} ${build} ${live.title}`}
          title={live.title}
          intro={live.text}
          actions={<CopyButton text={markup} label="Copy markup" />}
        >
          {pictures.length === 0 ? null : <LiveViewer demo={live} />}
          <section
            aria-label={`Markup: ${live.title}`}
            // Whatever scrolls must be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="mt-4 overflow-x-auto rounded-control border border-border bg-canvas p-3"
          >
            <pre className="font-mono text-[13px] leading-5">{markup}</pre>
          </section>
        </Section>
      ))}
      {settings.length === 0 ? null : (
        <Section title={build === 'scripts' ? 'Options' : 'Attributes'}>
          <Settings settings={settings} />
        </Section>
      )}
    </>
  );
}

function Settings({ settings }: { settings: readonly Setting[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-0.5 sm:grid-cols-[14rem_minmax(0,1fr)] sm:gap-y-1.5">
      {settings.map(([name, standard, text]) => (
        <div key={name} className="contents">
          <dt className="font-mono text-[13px] break-words">{name}</dt>
          <dd className="mb-2.5 sm:mb-0">
            {text}
            {standard === '' ? null : (
              <span className="text-muted">
                {' '}
                (default <span className="font-mono text-[13px]">{standard}</span>)
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
