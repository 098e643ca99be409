import { Fragment, type ReactNode } from 'react';
import type { Markup } from '#lib/publisher/markup/request.ts';

/** Comments, tags with what is in them, strings. */
const HTML = /(<!--.*?-->)|(<\/?[a-z]+|\/?>)|("[^"]*")|([\w-]+(?==))/gs;
const CSS = /(\/\*.*?\*\/)|(^[.#][\w-]+)|("[^"]*")|([\w-]+(?=:\s))/gms;
const LOOKS = ['text-muted', 'text-accent', 'text-success', 'text-warning'] as const;

/** Markup with its parts told apart by colour; the text itself is unchanged. */
export function Highlighted({ markup: { language, code } }: { markup: Markup }) {
  if (language === 'text') return code;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(language === 'html' ? HTML : CSS)) {
    const kind = match.slice(1).findIndex((group) => group !== undefined);
    parts.push(
      <Fragment key={match.index}>
        {code.slice(end, match.index)}
        <span className={LOOKS[kind]}>{match[0]}</span>
      </Fragment>,
    );
    end = match.index + match[0].length;
  }
  return [...parts, code.slice(end)];
}
