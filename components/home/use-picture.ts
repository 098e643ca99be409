'use client';

import { useEffect, useRef, useState } from 'react';
import { requestPicture } from './picture-request.ts';

/** Milliseconds without a change before the server is asked. */
const PATIENCE = 200;

/** The picture of an address, asked for anew when that changes; what was there stays until then. */
export function usePicture(address: string) {
  const [shown, setShown] = useState<{ url: string; bytes: number; type: string }>();
  const [problem, setProblem] = useState<string>();
  const last = useRef<string>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    async function show(): Promise<void> {
      try {
        const answer = await requestPicture(address, abort.signal);
        if (abort.signal.aborted) return;
        if (answer.kind === 'refused') {
          setProblem(`${answer.status}: ${answer.message}`);
          return;
        }
        if (last.current) URL.revokeObjectURL(last.current);
        last.current = URL.createObjectURL(answer.blob);
        setProblem(undefined);
        setShown({ url: last.current, bytes: answer.bytes, type: answer.type });
      } catch {
        if (!abort.signal.aborted) setProblem('The server could not be reached.');
      }
    }
    const timer = setTimeout(() => void show(), PATIENCE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [address]);
  return { shown, problem };
}
