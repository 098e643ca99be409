/** What a search text asks for. */
export type SearchTerms = {
  /** For to_tsquery with the configuration `simple`: all words, the last one as a beginning. */
  words: string;
  /** The words and phrases one by one, as they were typed. */
  texts: readonly string[];
  /** Pieces of text that must all occur in path or title; empty when none is long enough for the index. */
  pieces: readonly string[];
};

/** Words and phrases looked at; what stands behind them does not count. */
const MOST_TERMS = 12;
/** Pieces of fewer letters are not in the index of pieces. */
const SHORTEST_PIECE = 3;

/** Letters and digits, as they are separated in the index of words. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Reads what a person typed: words that must all occur, and "phrases" in quotation marks. The last word may go on.
 * Returns undefined when no letter or digit is in it.
 */
export function readSearchTerms(text: string): SearchTerms | undefined {
  const terms: Array<{ text: string; phrase: boolean }> = [];
  for (const [, phrase, word] of text.matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    terms.push({ text: (phrase ?? word ?? '').trim(), phrase: phrase !== undefined });
  }
  const counted = terms.filter((term) => term.text.match(WORD) !== null).slice(0, MOST_TERMS);
  if (counted.length === 0) return undefined;
  const words = counted.map((term, index) => {
    const parts = term.text.match(WORD) ?? [];
    const goesOn = !term.phrase && index === counted.length - 1;
    // Letters and digits only: nothing in them means anything to to_tsquery.
    return parts.map((part, i) => `'${part}'${goesOn && i === parts.length - 1 ? ':*' : ''}`).join(' <-> ');
  });
  const texts = counted.map((term) => term.text);
  const indexed = texts.some((piece) =>
    (piece.match(WORD) ?? []).some((part) => part.length >= SHORTEST_PIECE),
  );
  return { words: words.map((word) => `(${word})`).join(' & '), texts, pieces: indexed ? texts : [] };
}

/** A text as a pattern of LIKE that matches it wherever it occurs. */
export function containing(piece: string): string {
  return `%${escapeLike(piece)}%`;
}

/** A text as a pattern of LIKE that matches what begins with it. */
export function beginningWith(text: string): string {
  return `${escapeLike(text)}%`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
