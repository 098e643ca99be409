'use client';

import { LogOut, Menu as MenuIcon, Monitor, Moon, Search, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { wish } from '../client/events.ts';
import { signOut } from '../client/sign-out.ts';
import { applyTheme } from '../client/theme.ts';
import { usePreferences } from '../client/use-preferences.ts';
import { type Flag, useViewer } from '../client/viewer.tsx';
import { buttonClasses, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu, MenuAction, MenuChoices, MenuLine, MenuLink } from '../ui/menu.tsx';
import { ADMIN_SECTIONS, helpPages, missingFlag, REPORT_PAGES } from './sections.ts';

const THEMES = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden="true" /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden="true" /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden="true" /> },
] as const;

const MAIN_PLACES = [
  { href: '/list/', title: 'Library', begins: ['/list', '/details', '/publish'] },
  { href: '/upload/', title: 'Upload', begins: ['/upload'] },
  { href: '/portfolios/', title: 'Portfolios', begins: ['/portfolios', '/basket'] },
  { href: '/reports/', title: 'Reports', begins: ['/reports'], flag: 'reports' },
  { href: '/admin/', title: 'Administration', begins: ['/admin'] },
] as const satisfies ReadonlyArray<{ href: string; title: string; begins: readonly string[]; flag?: Flag }>;

/** The frame of all pages for people who are signed in: where one is, where one can go, and who one is. */
export function Shell({
  logo,
  corner,
  children,
}: {
  logo: ReactNode;
  /** What is shown beside the account, such as uploads that are going on. */
  corner?: ReactNode;
  children: ReactNode;
}) {
  const path = usePathname();
  const { preferences } = usePreferences();
  const { flags } = useViewer();
  // Another browser of this person may have chosen another theme than this one remembers.
  useEffect(() => applyTheme(preferences.theme), [preferences.theme]);
  return (
    <div className="flex min-h-dvh flex-col text-sm">
      <a
        href="#main"
        className="sr-only z-90 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-3"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-border bg-surface">
        <div className="flex h-12 items-center gap-2 px-3 sm:gap-4 sm:px-4">
          <PhoneMenu key={path} />
          <Link prefetch={false} href="/list/" aria-label="Library" className="shrink-0 rounded-control">
            {logo}
          </Link>
          <nav aria-label="Main" className="hidden items-center gap-0.5 md:flex">
            {MAIN_PLACES.filter((place) => !('flag' in place) || flags.includes(place.flag)).map(
              ({ href, title, begins }) => (
                <Link
                  prefetch={false}
                  key={href}
                  href={href}
                  aria-current={begins.some((start) => path.startsWith(start)) ? 'page' : undefined}
                  className="rounded-control px-2.5 py-1.5 text-[13px] font-medium text-muted hover:text-text aria-[current=page]:bg-hover aria-[current=page]:text-text"
                >
                  {title}
                </Link>
              ),
            )}
            <HelpMenu />
          </nav>
          <div className="flex flex-1 items-center justify-end gap-1 sm:gap-2">
            <SearchButton />
            {corner}
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {children}
      </main>
    </div>
  );
}

function SearchButton() {
  return (
    <>
      <button
        type="button"
        onClick={() => wish('open-palette', undefined)}
        className="hidden h-8 w-full max-w-72 cursor-pointer items-center gap-2 rounded-control border border-control bg-canvas px-2.5 text-[13px] text-muted hover:border-text lg:flex"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="flex-1 text-left">Search or go to…</span>
        <Kbd keys="Ctrl K" />
      </button>
      <IconButton
        label="Search or go to"
        shortcut="Ctrl K"
        size="small"
        className="lg:hidden"
        onClick={() => wish('open-palette', undefined)}
      >
        <Search aria-hidden="true" />
      </IconButton>
    </>
  );
}

function HelpMenu() {
  const { flags } = useViewer();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="cursor-pointer rounded-control px-2.5 py-1.5 text-[13px] font-medium text-muted hover:text-text data-popup-open:bg-hover data-popup-open:text-text"
        >
          Help
        </button>
      }
    >
      {helpPages(flags).map(({ href, title }) => (
        <MenuLink key={href} href={href}>
          {title}
        </MenuLink>
      ))}
      <MenuAction shortcut="?" onSelect={() => wish('show-shortcuts', undefined)}>
        Keyboard shortcuts
      </MenuAction>
      <MenuLine />
      <MenuLink href="/about/">About</MenuLink>
    </Menu>
  );
}

function AccountMenu() {
  const viewer = useViewer();
  const { preferences, change } = usePreferences();
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${viewer.name}`}
          className={buttonClasses({ look: 'quiet', size: 'small' }, 'max-w-44')}
        >
          <UserRound aria-hidden="true" />
          <span className="truncate max-sm:hidden">{viewer.name}</span>
        </button>
      }
    >
      <MenuLink href="/account/" icon={<UserRound aria-hidden="true" />}>
        Account
      </MenuLink>
      <MenuLine />
      <MenuChoices
        label="Theme"
        value={preferences.theme}
        onChange={(theme) => change({ theme })}
        choices={THEMES}
      />
      <MenuLine />
      <MenuAction icon={<LogOut aria-hidden="true" />} onSelect={signOut}>
        Sign out
      </MenuAction>
    </Menu>
  );
}

/** All places, for windows that have no room for them beside each other. */
function PhoneMenu() {
  const [open, setOpen] = useState(false);
  const { flags } = useViewer();
  const path = usePathname();
  const place = (href: string, title: string, missing?: string) =>
    missing === undefined ? (
      <Link
        prefetch={false}
        key={href}
        href={href}
        onClick={() => setOpen(false)}
        aria-current={path === href ? 'page' : undefined}
        className="flex min-h-11 items-center rounded-control px-2 hover:bg-hover aria-[current=page]:font-semibold"
      >
        {title}
      </Link>
    ) : null;
  return (
    <>
      <IconButton label="Menu" size="small" className="md:hidden" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden="true" />
      </IconButton>
      <Dialog open={open} onOpenChange={setOpen} title="Menu">
        <nav aria-label="All pages" className="flex flex-col">
          {place('/list/', 'Library')}
          {place('/upload/', 'Upload')}
          {place('/portfolios/', 'Portfolios')}
          {place('/basket/', 'Basket')}
          {flags.includes('reports') ? (
            <div className="mt-3">
              <p className="px-2 text-xs text-muted">Reports</p>
              {REPORT_PAGES.map((page) => place(page.href, page.title))}
            </div>
          ) : null}
          {ADMIN_SECTIONS.map((section) => (
            <div key={section.title} className="mt-3">
              <p className="px-2 text-xs text-muted">{section.title}</p>
              {section.pages.map((page) => place(page.href, page.title, missingFlag(page, flags)))}
            </div>
          ))}
          <div className="mt-3">
            <p className="px-2 text-xs text-muted">Help</p>
            {helpPages(flags).map(({ href, title }) => place(href, title))}
          </div>
        </nav>
      </Dialog>
    </>
  );
}

/** The pages of the administration beside each of them. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const path = usePathname();
  const { flags } = useViewer();
  return (
    <div className="flex flex-1">
      <nav
        aria-label="Administration"
        className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-56 shrink-0 overflow-y-auto border-r border-border bg-surface px-3 py-4 md:block"
      >
        {ADMIN_SECTIONS.map((section) => (
          <div key={section.title} className="mb-5">
            <p className="mb-1 px-2 text-xs text-muted">{section.title}</p>
            <ul>
              {section.pages.map((page) => {
                const missing = missingFlag(page, flags);
                return (
                  <li key={page.href}>
                    {missing === undefined ? (
                      <Link
                        prefetch={false}
                        href={page.href}
                        aria-current={path.startsWith(page.href.slice(0, -1)) ? 'page' : undefined}
                        className="block rounded-control px-2 py-1.5 text-[13px] hover:bg-hover aria-[current=page]:bg-hover aria-[current=page]:font-semibold"
                      >
                        {page.title}
                      </Link>
                    ) : (
                      <span title={missing} className={cn('block px-2 py-1.5 text-[13px] text-muted')}>
                        {page.title}
                        <span className="sr-only">. {missing}</span>
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
