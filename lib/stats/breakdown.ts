/**
 * What the answers of the whole system were like, beside their number: by status, by where the bytes came from, by
 * format, by how long they took. No part of it says who asked.
 */
export type DetailKind =
  /** HTTP status of an answer; 499 = the client had gone. */
  | 'status'
  /** Tier of the cache, or what else made the answer: memory, disk, redis, render, flight, etag, head, original. */
  | 'source'
  /** Format of a picture that was sent. */
  | 'format'
  /** Format of a picture for which `format=auto` let the browser choose. */
  | 'negotiated'
  /** By such a format, bytes that the choice saved against what other browsers get; an estimate. */
  | 'saved'
  /** Upper bound of the time that an answer took, in seconds; see TIME_BOUNDS. */
  | 'response'
  /** The same of making a picture, without waiting. */
  | 'render'
  /** Host of the page that a picture was asked for by, where the settings allow to note it. */
  | 'referrer';

export const DETAIL_KINDS: readonly DetailKind[] = [
  'status',
  'source',
  'format',
  'negotiated',
  'saved',
  'response',
  'render',
  'referrer',
];

export type Tally = { requests: number; bytes: number };

/** Tallies by kind and name. */
export type Breakdown = Record<DetailKind, Map<string, Tally>>;

/** Upper bounds of the times that are told apart, in seconds; what takes longer is called `inf`. */
const TIME_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

const TIME_NAMES: readonly string[] = TIME_BOUNDS.map(String);
const LONGER = 'inf';

/** Names of one kind in one period. Only referrers come near it; the rest of them is counted as OTHER. */
const MAX_NAMES = 500;

/** What counts beyond the bound. */
const OTHER = '(other)';

export function noBreakdown(): Breakdown {
  return {
    status: new Map(),
    source: new Map(),
    format: new Map(),
    negotiated: new Map(),
    saved: new Map(),
    response: new Map(),
    render: new Map(),
    referrer: new Map(),
  };
}

/** Adds to the tally of a name. */
export function tally(names: Map<string, Tally>, name: string, requests: number, bytes: number): void {
  let found = names.get(name);
  if (!found) {
    const kept = names.size < MAX_NAMES ? name : OTHER;
    found = names.get(kept);
    if (!found) {
      found = { requests: 0, bytes: 0 };
      names.set(kept, found);
    }
  }
  found.requests += requests;
  found.bytes += bytes;
}

/** The name under which a time counts. */
export function timeName(seconds: number): string {
  for (let i = 0; i < TIME_BOUNDS.length; i++) {
    if (seconds <= (TIME_BOUNDS[i] ?? 0)) return TIME_NAMES[i] ?? LONGER;
  }
  return LONGER;
}

/** Adds one period's tallies to another's. */
export function addBreakdown(to: Breakdown, from: Breakdown): void {
  for (const kind of DETAIL_KINDS) {
    for (const [name, { requests, bytes }] of from[kind]) tally(to[kind], name, requests, bytes);
  }
}
