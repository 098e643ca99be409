import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { whoLooks } from '#lib/api/sign-in/person.ts';
import { passwordPage } from '#lib/api/sign-in/places.ts';
import { services } from '#lib/boot/services.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { CopyLink } from '../components/home/copy-link.tsx';
import { PARAMETERS } from '../components/home/parameters.ts';
import { PictureAddress } from '../components/home/picture-address.tsx';
import { Playground } from '../components/home/playground.tsx';
import { RecipeCard } from '../components/home/recipe-card.tsx';
import { HERO, RECIPES } from '../components/home/recipes.ts';
import { SamplePicture } from '../components/home/sample-picture.tsx';
import { AccountCorner } from '../components/sign-in/account-corner.tsx';
import { Logo } from './logo.tsx';

const FIRST = pictureUrl('/image', 'samples/coast.jpg', {
  format: 'auto',
  width: 960,
  height: 540,
  gravity: 'smart',
});

const SECTIONS = [
  ['recipes', 'Recipes'],
  ['try', 'Try it'],
  ['add', 'Add pictures'],
  ['parameters', 'Parameters'],
] as const;

/** Which of the links there is room for. */
const VISIBLE_FROM: readonly string[] = ['hidden min-[400px]:block', 'hidden min-[520px]:block'];

const WRAP = 'mx-auto w-full max-w-6xl px-4 sm:px-6';

/** The samples may be drawn, or removed by the operator, at any time. */
export const dynamic = 'force-dynamic';

export default async function HomePage() {
  const { hasSamples } = await services();
  const samples = await hasSamples();
  const { principal, mustChangePassword } = await whoLooks();
  if (mustChangePassword) redirect(passwordPage('/'));
  return (
    <>
      <a
        href="#main"
        className="sr-only z-20 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-10 border-b border-border bg-canvas/92 backdrop-blur">
        <div className={`${WRAP} flex h-14 items-center justify-between gap-6`}>
          <Logo className="h-[22px] w-auto" />
          <div className="flex min-w-0 items-center gap-1 text-[14px]">
            <nav aria-label="Sections" className="flex gap-1">
              {SECTIONS.filter(([id]) => samples || (id !== 'recipes' && id !== 'try')).map(
                ([id, text], index) => (
                  <a
                    key={id}
                    href={`#${id}`}
                    className={`rounded-control px-2.5 py-2 text-muted hover:text-text ${VISIBLE_FROM[index] ?? 'hidden sm:block'}`}
                  >
                    {text}
                  </a>
                ),
              )}
            </nav>
            <AccountCorner username={principal.username} />
          </div>
        </div>
      </header>

      <main id="main">
        <section aria-labelledby="title" className={`${WRAP} pt-12 pb-14 sm:pt-16`}>
          <h1 id="title" className="max-w-3xl text-[32px] font-semibold tracking-tight sm:text-[44px]">
            One file, any picture of it.
          </h1>
          <p className="mt-4 max-w-2xl text-[17px] text-muted">
            Emulsion keeps your originals and makes every size, cut, format and colour of them on request. The
            address says what you want.
          </p>
          {samples && (
            <figure className="mt-9 overflow-hidden rounded-card border border-border bg-surface">
              <SamplePicture recipe={HERO} eager className="block h-auto w-full bg-stage" />
              <figcaption className="flex items-center justify-between gap-4 px-4 py-3">
                <PictureAddress recipe={HERO} />
                <CopyLink
                  path={pictureUrl('/image', HERO.src, HERO.parameters)}
                  label="the address of the picture above"
                />
              </figcaption>
            </figure>
          )}
        </section>

        {samples && (
          <section id="recipes" aria-labelledby="recipes-title" className="border-t border-border py-14">
            <div className={WRAP}>
              <h2 id="recipes-title" className="text-2xl font-semibold tracking-tight">
                Recipes
              </h2>
              <p className="mt-2 max-w-2xl text-muted">
                Each picture below is made by this server from a handful of files. In blue is the part of its
                address that makes the difference.
              </p>
              <ul className="mt-8 grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
                {RECIPES.map((recipe) => (
                  <RecipeCard key={recipe.title} recipe={recipe} />
                ))}
              </ul>
            </div>
          </section>
        )}

        {samples && (
          <section id="try" aria-labelledby="try-title" className="border-t border-border py-14">
            <div className={WRAP}>
              <h2 id="try-title" className="text-2xl font-semibold tracking-tight">
                Try it
              </h2>
              <p className="mt-2 mb-8 max-w-2xl text-muted">
                Change the address or the fields: the picture and its weight follow.
              </p>
              <Playground first={FIRST} />
            </div>
          </section>
        )}

        <section id="add" aria-labelledby="add-title" className="border-t border-border py-14">
          <div className={WRAP}>
            <h2 id="add-title" className="text-2xl font-semibold tracking-tight">
              Add your own pictures
            </h2>
            <ol className="mt-8 grid gap-8 md:grid-cols-3">
              <Step number={1} title="Drop a file into the images folder">
                <code className="font-mono">images/photos/cat.jpg</code>
                <br />
                Folders become part of the address. There is nothing to import or to restart.
              </Step>
              <Step number={2} title="Ask for it">
                <code className="font-mono break-words">
                  /image?src=photos/cat.jpg
                  <wbr />
                  <span className="text-accent">&amp;width=400</span>
                </code>
                <br />
                The first request draws the picture; the rest come from the cache.
              </Step>
              <Step number={3} title="Put it on a page">
                <code className="font-mono break-words">&lt;img src=&quot;…&amp;format=auto&quot;&gt;</code>
                <br />
                Replace the file whenever you like: addresses stay, pictures follow.
              </Step>
            </ol>
          </div>
        </section>

        <section id="parameters" aria-labelledby="parameters-title" className="border-t border-border py-14">
          <div className={WRAP}>
            <h2 id="parameters-title" className="text-2xl font-semibold tracking-tight">
              Parameters to start with
            </h2>
            <dl className="mt-8 grid gap-x-10 md:grid-cols-2">
              {PARAMETERS.map(([name, example, meaning]) => (
                <div key={name} className="border-t border-border py-3">
                  <dt className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span className="font-mono text-[13px] font-semibold">{name}</span>
                    <code className="font-mono text-[12px] text-muted">{example}</code>
                  </dt>
                  <dd className="mt-0.5 text-[14px] text-muted">{meaning}</dd>
                </div>
              ))}
            </dl>
          </div>
        </section>
      </main>

      <footer className="border-t border-border py-8 text-[14px] text-muted">
        <div className={`${WRAP} flex flex-wrap items-center justify-between gap-4`}>
          <p>Emulsion, an image server of your own. MIT licence.</p>
          <p className="flex gap-5">
            <a className="underline underline-offset-4 hover:text-text" href="/api/help/">
              API
            </a>
            <a className="underline underline-offset-4 hover:text-text" href="/healthz">
              Alive?
            </a>
            <a className="underline underline-offset-4 hover:text-text" href="/readyz">
              Ready?
            </a>
          </p>
        </div>
      </footer>
    </>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="border-t-2 border-text pt-4">
      <p className="text-[13px] text-muted tabular-nums">{number}</p>
      <h3 className="mt-1 text-base font-semibold">{title}</h3>
      <p className="mt-2 text-[14px] leading-6 text-muted">{children}</p>
    </li>
  );
}
