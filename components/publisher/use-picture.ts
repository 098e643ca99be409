'use client';

import { useEffect, useRef, useState } from 'react';
import { isMadeOfPreview } from '../client/image-facts.ts';

/** A picture as the server made it. */
export type MadePicture = {
  url: string;
  /** Object URL of what can be shown in its place. */
  shown: string;
  /** Whether a browser cannot show the format, so that another one stands in. */
  standIn: boolean;
  type: string;
  bytes: number;
  /** Time that the server took, ms. */
  milliseconds: number;
  cached: boolean;
  /** Whether a preview in the file stands for a picture that could not be read. */
  isPreview: boolean;
};

type State = {
  picture: MadePicture | undefined;
  problem: string | undefined;
  /** Whether the address that is wanted has not been answered yet. */
  busy: boolean;
};

/** What an `<img>` of today's browsers sends; a bare fetch says that it takes anything. */
const ACCEPT = 'image/avif,image/webp,image/*;q=0.8,*/*;q=0.5';
const SHOWABLE = /^image\/(?:jpeg|png|gif|webp|avif|svg\+xml|bmp|x-icon)/;
const LONGEST_TEXT = 400;
/** Keys typed one after the other ask once, ms. */
const DELAY = 120;

type Wanted = { url: string; standInUrl: string };

/** What the server says about a picture that it does not make; it answers with a small page. */
export async function refusalText(response: Response): Promise<string> {
  const text = await response.text();
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  const said = isPage
    ? new DOMParser().parseFromString(text, 'text/html').querySelector('p')?.textContent
    : text;
  return (said ?? '').trim().slice(0, LONGEST_TEXT);
}

async function fetchPicture({ url, standInUrl }: Wanted): Promise<MadePicture | string> {
  const response = await fetch(url, { headers: { accept: ACCEPT } });
  if (!response.ok) {
    return (await refusalText(response)) || `The server answered with status ${response.status}.`;
  }
  const blob = await response.blob();
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const standIn = !SHOWABLE.test(type);
  const shown = standIn ? await fetch(standInUrl, { headers: { accept: ACCEPT } }) : undefined;
  if (shown && !shown.ok) return 'The picture is made, but its format cannot be shown here.';
  return {
    url,
    shown: URL.createObjectURL(shown ? await shown.blob() : blob),
    standIn,
    type,
    bytes: blob.size,
    milliseconds: Number(response.headers.get('x-time-taken') ?? 0) / 1000,
    cached: response.headers.get('x-from-cache')?.toLowerCase() === 'true',
    isPreview: isMadeOfPreview(response.headers),
  };
}

/**
 * The picture at an address, asked for with one request at a time: what is wanted meanwhile is asked for when that
 * one is answered, and only the latest. The picture before stays until the next one is there.
 * @param standInUrl the same picture in a format that every browser shows
 */
export function usePicture(url: string | undefined, standInUrl: string): State {
  const [state, setState] = useState<Omit<State, 'busy'> & { answered: string | undefined }>({
    picture: undefined,
    problem: undefined,
    answered: undefined,
  });
  const wanted = useRef<Wanted>(undefined);
  const isAsking = useRef(false);
  const isGone = useRef(false);
  const object = useRef<string>(undefined);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      if (object.current) URL.revokeObjectURL(object.current);
      object.current = undefined;
    };
  }, []);

  useEffect(() => {
    wanted.current = url === undefined ? undefined : { url, standInUrl };
    if (url === undefined) return undefined;
    const ask = async () => {
      if (isAsking.current) return;
      isAsking.current = true;
      try {
        for (let next = wanted.current; next && !isGone.current; next = wanted.current) {
          const found = await fetchPicture(next).catch(() => 'The server cannot be reached.');
          const isLatest = wanted.current === next;
          if (isGone.current) {
            if (typeof found !== 'string') URL.revokeObjectURL(found.shown);
            return;
          }
          if (typeof found === 'string') {
            if (isLatest) setState((before) => ({ ...before, problem: found, answered: next.url }));
          } else {
            const old = object.current;
            object.current = found.shown;
            setState({ picture: found, problem: undefined, answered: next.url });
            // The image element may still be painting the one before.
            if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
          }
          if (isLatest) break;
        }
      } finally {
        isAsking.current = false;
      }
    };
    const timer = setTimeout(() => void ask(), DELAY);
    return () => clearTimeout(timer);
  }, [url, standInUrl]);

  return { picture: state.picture, problem: state.problem, busy: state.answered !== url };
}
