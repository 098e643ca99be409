/** A section of the page with the entries below it. */
export type Section = { id: string; title: string; entries: ReadonlyArray<{ id: string; title: string }> };

/** Table of contents: all entries beside the text where there is room, sections alone above it where there is not. */
export function Contents({ sections }: { sections: readonly Section[] }) {
  return (
    <nav
      aria-label="Contents"
      className="border-b border-border py-6 text-[14px] lg:sticky lg:top-12 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto lg:border-b-0 lg:py-10"
    >
      <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:grid lg:gap-4">
        {sections.map(({ id, title, entries }) => (
          <li key={id} className="min-w-0">
            <a href={`#${id}`} className="inline-block py-1 font-semibold hover:text-accent">
              {title}
            </a>
            {entries.length > 0 && (
              <ul className="hidden lg:block">
                {entries.map((entry) => (
                  <li key={entry.id}>
                    <a href={`#${entry.id}`} className="block py-1 wrap-anywhere text-muted hover:text-text">
                      {entry.title}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
