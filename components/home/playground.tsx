'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { CopyLink } from './copy-link.tsx';
import { Amount, Choice } from './fields.tsx';
import {
  changeAddress,
  formatBytes,
  type PictureAnswer,
  readAddress,
  requestPicture,
} from './picture-request.ts';

const SOURCES = [
  ['samples/coast.jpg', 'Coast'],
  ['samples/mountains.jpg', 'Mountains'],
  ['samples/still-life.jpg', 'Still life'],
  ['samples/dunes.jpg', 'Dunes (upright)'],
  ['samples/night-city.jpg', 'City at night'],
  ['samples/wide-gamut.jpg', 'Dahlia (wide gamut)'],
  ['samples/emblem.svg', 'Emblem (SVG)'],
] as const;

const FORMATS = [
  ['', 'As the file'],
  ['auto', 'Best for this browser'],
  ['jpg', 'JPEG'],
  ['webp', 'WebP'],
  ['avif', 'AVIF'],
  ['png', 'PNG'],
] as const;

const SHAPES = [
  ['pad', 'Whole picture, padded'],
  ['fit', 'Whole picture, no padding'],
  ['smart', 'Cut to fill, smart'],
  ['c', 'Cut to fill, centre'],
] as const;

/** Milliseconds without a change before the server is asked. */
const PATIENCE = 250;

/** A picture address to play with: fields and text change each other, the picture follows. */
export function Playground({ first }: { first: string }) {
  const [address, setAddress] = useState(first);
  const [shown, setShown] = useState<{ url: string; answer: PictureAnswer & { kind: 'picture' } }>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [size, setSize] = useState<{ width: number; height: number }>();
  const lastUrl = useRef<string>(undefined);
  const field = useId();
  const hint = useId();

  useEffect(() => {
    const abort = new AbortController();
    async function show(): Promise<void> {
      const query = readAddress(address, location.origin);
      if (!query) {
        setProblem('An address of a picture starts with /image?src=');
        setBusy(false);
        return;
      }
      setBusy(true);
      try {
        const answer = await requestPicture(`/image?${query}`, abort.signal);
        if (abort.signal.aborted) return;
        if (answer.kind === 'refused') {
          setProblem(`${answer.status}: ${answer.message}`);
        } else {
          setProblem(undefined);
          if (lastUrl.current) URL.revokeObjectURL(lastUrl.current);
          lastUrl.current = URL.createObjectURL(answer.blob);
          setShown({ url: lastUrl.current, answer });
        }
        setBusy(false);
      } catch {
        if (abort.signal.aborted) return;
        setProblem('The server could not be reached.');
        setBusy(false);
      }
    }
    const timer = setTimeout(() => void show(), PATIENCE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [address]);

  const query = new URLSearchParams(address.slice(address.indexOf('?') + 1));
  const value = (name: string) => query.get(name) ?? '';
  const change = (changes: Record<string, string>) => setAddress(changeAddress(query, changes));
  const shape = value('gravity') || (/^(1|t|y|true|yes)$/i.test(value('autosizefit')) ? 'fit' : 'pad');
  const bothSides = Number(value('width')) > 0 && Number(value('height')) > 0;

  return (
    <div className="grid overflow-hidden rounded-card border border-border bg-surface lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="border-b border-border p-3 sm:p-4 lg:col-span-2">
        <label htmlFor={field} className="text-[13px] font-medium">
          Address
        </label>
        <div className="mt-1 flex items-center gap-2">
          <input
            id={field}
            value={address}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-describedby={hint}
            aria-invalid={problem !== undefined}
            onChange={(event) => setAddress(event.target.value)}
            className="h-10 min-w-0 grow rounded-control border border-control bg-canvas px-3 font-mono text-[13px] text-text pointer-coarse:h-11"
          />
          <CopyLink path={address} label="this address" />
        </div>
      </div>

      <div className="flex min-w-0 flex-col">
        <div className="checker relative h-72 sm:h-[26rem] lg:h-auto lg:grow">
          {shown ? (
            <img
              src={shown.url}
              alt="What this address shows"
              onLoad={(event) =>
                setSize({
                  width: event.currentTarget.naturalWidth,
                  height: event.currentTarget.naturalHeight,
                })
              }
              className="absolute inset-0 h-full w-full object-scale-down p-3"
            />
          ) : null}
        </div>
        <div
          id={hint}
          aria-live="polite"
          className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t border-border px-4 py-2 text-[13px] tabular-nums"
        >
          {problem ? (
            <span className="text-danger">{problem}</span>
          ) : shown && size ? (
            <>
              <span className="font-medium">{`${size.width} × ${size.height}`}</span>
              <span>{formatBytes(shown.answer.bytes)}</span>
              <span className="text-muted">{shown.answer.type}</span>
              <span className="text-muted">
                {`${Math.max(1, Math.round(shown.answer.milliseconds))} ms, ${shown.answer.cached ? 'from the cache' : 'freshly drawn'}`}
              </span>
            </>
          ) : (
            <span className="text-muted">{busy ? 'Asking the server' : 'The picture appears here'}</span>
          )}
        </div>
      </div>

      <div className="grid content-start gap-4 border-t border-border p-4 sm:grid-cols-2 lg:grid-cols-1 lg:border-t-0 lg:border-l">
        <Choice label="File" value={value('src')} options={SOURCES} onChange={(src) => change({ src })} />
        <Choice
          label="Format"
          value={value('format')}
          options={FORMATS}
          onChange={(format) => change({ format })}
        />
        <Amount
          label="Width"
          unit="pixels"
          value={value('width')}
          min={16}
          max={1600}
          rest={1600}
          onChange={(width) => change({ width })}
        />
        <Amount
          label="Height"
          unit="pixels"
          value={value('height')}
          min={16}
          max={1600}
          rest={1600}
          onChange={(height) => change({ height })}
        />
        <Choice
          label="When both sides are given"
          value={shape}
          options={SHAPES}
          disabled={!bothSides}
          onChange={(next) =>
            change({
              gravity: next === 'smart' || next === 'c' ? next : '',
              autosizefit: next === 'fit' ? '1' : '',
            })
          }
        />
        <Amount
          label="Quality"
          unit="1 to 100"
          value={value('quality')}
          min={1}
          max={100}
          rest={80}
          onChange={(quality) => change({ quality })}
        />
        <Amount
          label="Turn"
          unit="degrees"
          value={value('angle')}
          min={-180}
          max={180}
          rest={0}
          blank="0"
          onChange={(angle) => change({ angle: angle === '0' ? '' : angle })}
        />
        <Amount
          label="Sharpen"
          unit="below 0 blurs"
          value={value('sharpen')}
          min={-300}
          max={300}
          rest={0}
          blank="0"
          onChange={(sharpen) => change({ sharpen: sharpen === '0' ? '' : sharpen })}
        />
      </div>
    </div>
  );
}
