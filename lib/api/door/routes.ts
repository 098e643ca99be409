import type { Endpoint } from './endpoint.ts';

/** A path of the table with the operations on it. */
type Route = {
  parts: readonly string[];
  /** A path without a slash at its end, such as a file's, is not found with one. */
  isFile: boolean;
  methods: Map<string, Endpoint>;
};

export type Match =
  | { kind: 'found'; endpoint: Endpoint; params: Record<string, string | number> }
  | { kind: 'slash-missing'; allow: readonly string[] }
  | { kind: 'wrong-method'; allow: readonly string[] }
  | { kind: 'unknown' };

export type Routes = {
  /** What answers a method on a path. The path is that below /api or /api/v1. */
  match(method: string, path: string): Match;
};

/** Ids in paths are digits only, and no record has a larger one (contract: anything else is no route). */
const DIGITS = /^\d{1,19}$/;
const LARGEST_ID = 2_147_483_647;

/** Arranges the table of operations for finding them by path. */
export function arrangeRoutes(endpoints: readonly Endpoint[]): Routes {
  const byLength = new Map<number, Route[]>();
  for (const each of endpoints) {
    const isFile = !each.path.endsWith('/');
    const parts = each.path.split('/').slice(1, isFile ? undefined : -1);
    const routes = byLength.get(parts.length) ?? [];
    byLength.set(parts.length, routes);
    let route = routes.find((known) => known.isFile === isFile && known.parts.join('/') === parts.join('/'));
    if (!route) {
      route = { parts, isFile, methods: new Map() };
      routes.push(route);
      // Fixed names are tried before numbers, numbers before any text.
      routes.sort((a, b) => rank(a.parts) - rank(b.parts));
    }
    route.methods.set(each.method, each);
    if (each.method === 'GET') route.methods.set('HEAD', each);
  }

  return {
    match(method, path) {
      const slash = path.endsWith('/');
      const pieces = (slash ? path.slice(1, -1) : path.slice(1)).split('/');
      const allow = new Set<string>();
      let missing = false;
      for (const route of byLength.get(pieces.length) ?? []) {
        const params = readParams(route.parts, pieces);
        if (!params) continue;
        if (route.isFile && slash) continue;
        const endpoint = route.methods.get(method);
        const lacksSlash = !slash && !route.isFile && !isSlashOptional(route);
        if (endpoint && !lacksSlash) return { kind: 'found', endpoint, params };
        missing ||= lacksSlash;
        for (const name of route.methods.keys()) allow.add(name);
      }
      if (missing) return { kind: 'slash-missing', allow: [...allow, 'OPTIONS'] };
      if (allow.size > 0) return { kind: 'wrong-method', allow: [...allow, 'OPTIONS'] };
      return { kind: 'unknown' };
    },
  };
}

function isSlashOptional({ methods }: Route): boolean {
  return [...methods.values()].some((each) => each.optionalSlash);
}

function rank(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum * 3 + (part.startsWith('{') ? (isNumeric(part) ? 1 : 2) : 0), 0);
}

/** Names that end in `id` stand for numbers. */
function isNumeric(part: string): boolean {
  return part.endsWith('id}');
}

function readParams(parts: readonly string[], pieces: readonly string[]) {
  const params: Record<string, string | number> = {};
  for (const [index, part] of parts.entries()) {
    const piece = pieces[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== piece) return undefined;
      continue;
    }
    const name = part.slice(1, -1);
    if (isNumeric(part)) {
      if (!DIGITS.test(piece)) return undefined;
      // No record has that id; 0 is looked up and not found like any other.
      params[name] = Math.min(Number(piece), LARGEST_ID);
    } else {
      const value = decode(piece);
      if (value === undefined || value === '') return undefined;
      params[name] = value;
    }
  }
  return params;
}

function decode(piece: string): string | undefined {
  try {
    return decodeURIComponent(piece);
  } catch {
    return undefined;
  }
}
