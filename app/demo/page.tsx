import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { demoPictures } from '#lib/api/demo-pictures.ts';
import { whoLooks } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { DemoPlayground } from '../../components/home/demo-playground.tsx';
import { AccountCorner } from '../../components/sign-in/account-corner.tsx';
import { Logo } from '../logo.tsx';

export const metadata: Metadata = { title: 'Playground' };

export default async function DemoPage() {
  const { pages } = (await services()).settings;
  if (pages.demo === undefined) notFound();
  const { principal } = await whoLooks();
  const { pictures, problem } = await demoPictures(pages.demo, principal);
  return (
    <div className="flex min-h-dvh flex-col text-sm">
      <header className="border-b border-border bg-surface">
        <div className="flex h-12 items-center justify-between gap-4 px-4">
          <a href="/" aria-label="First page" className="rounded-control">
            <Logo className="h-5 w-auto" />
          </a>
          <AccountCorner username={principal.username} />
        </div>
      </header>
      <main className="mx-auto w-full max-w-[90rem] flex-1 px-4 py-6 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Playground</h1>
        <p className="mt-1 mb-5 max-w-2xl text-muted">
          Every picture here is made by this server while you choose. Its address does it all.
        </p>
        {problem === undefined ? (
          <DemoPlayground pictures={pictures} overlay={pages.demoOverlay} />
        ) : (
          <p role="alert">The playground is currently unavailable: {problem}.</p>
        )}
      </main>
    </div>
  );
}
