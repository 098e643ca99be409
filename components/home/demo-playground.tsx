'use client';

import { Download, ExternalLink, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Input } from '../ui/field.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Slider } from '../ui/slider.tsx';
import { DemoChoices } from './demo-choices.tsx';
import { DEMO_GROUPS, type DemoCrop, demoParameters, moveEdge, overlayGroup, WHOLE } from './demo-recipe.ts';
import { DemoStrip } from './demo-strip.tsx';
import { usePicture } from './use-picture.ts';

const EDGES = [
  ['left', 'Left'],
  ['top', 'Top'],
  ['right', 'Right'],
  ['bottom', 'Bottom'],
] as const;

/** Everything that a picture's address can do, by buttons; the picture, its address and its weight follow. */
export function DemoPlayground({
  pictures,
  overlay,
}: {
  pictures: readonly string[];
  /** Picture that is laid over others; undefined when there is none. */
  overlay: string | undefined;
}) {
  const [src, setSrc] = useState(pictures[0] ?? '');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [crop, setCrop] = useState<DemoCrop>(WHOLE);
  const [cropFit, setCropFit] = useState(false);
  const groups = useMemo(
    () => (overlay === undefined ? DEMO_GROUPS : [...DEMO_GROUPS, overlayGroup(overlay)]),
    [overlay],
  );
  const parameters = demoParameters(groups, chosen, crop, cropFit);
  const path = pictureUrl('/image', src, parameters);
  const { shown, problem } = usePicture(pictureUrl('/image', src, { ...parameters, stats: false }));
  const [size, setSize] = useState<{ width: number; height: number }>();
  const isCropped = EDGES.some(([edge]) => crop[edge] !== WHOLE[edge]);
  const reset = () => {
    setChosen({});
    setCrop(WHOLE);
    setCropFit(false);
  };
  return (
    <>
      {pictures.length > 1 ? <DemoStrip pictures={pictures} chosen={src} onChoose={setSrc} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
        <div className="order-2 grid gap-5 lg:order-1">
          <div>
            <Button size="small" onClick={reset}>
              <RotateCcw aria-hidden="true" />
              Reset all
            </Button>
          </div>
          {groups.map((group) => (
            <DemoChoices
              key={group.id}
              group={group}
              value={chosen[group.id] ?? group.standard}
              onChange={(id) => setChosen({ ...chosen, [group.id]: id })}
            />
          ))}
          {overlay === undefined ? (
            <p className="text-[13px] text-muted">Overlays are not available on this server.</p>
          ) : null}
          <fieldset>
            <legend className="mb-1 text-[13px] font-medium">Crop</legend>
            {EDGES.map(([edge, label]) => (
              <div key={edge} className="flex items-center gap-3">
                <span className="w-14 text-[13px] text-muted">{label}</span>
                <Slider
                  label={`${label} edge, percent`}
                  min={0}
                  max={100}
                  value={crop[edge]}
                  onChange={(value) => setCrop(moveEdge(crop, edge, value))}
                />
                <span className="w-10 text-right text-[13px] tabular-nums">{crop[edge]} %</span>
              </div>
            ))}
            <div className="mt-2 flex flex-wrap items-center gap-3">
              <Checkbox checked={cropFit} onChange={setCropFit}>
                Adjust the crop to fit
              </Checkbox>
              <Button size="small" disabled={!isCropped} onClick={() => setCrop(WHOLE)}>
                Reset crop
              </Button>
            </div>
          </fieldset>
        </div>
        <section
          aria-label="Picture"
          className="order-1 min-w-0 rounded-card border border-border bg-surface lg:sticky lg:top-4 lg:order-2"
        >
          <div className="checker flex h-72 items-center justify-center overflow-hidden rounded-t-card p-3 sm:h-[32rem]">
            {shown ? (
              <img
                src={shown.url}
                alt="What this address shows"
                className="max-h-full max-w-full"
                onLoad={({ currentTarget: image }) =>
                  setSize({ width: image.naturalWidth, height: image.naturalHeight })
                }
              />
            ) : null}
          </div>
          <div
            role="status"
            className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t border-border px-4 py-2 text-[13px] tabular-nums"
          >
            {problem ? (
              <span className="text-danger">{problem}</span>
            ) : shown && size ? (
              <>
                <span className="font-medium">{`${size.width} × ${size.height}`}</span>
                <span>{formatBytes(shown.bytes)}</span>
                <span className="text-muted">{shown.type}</span>
              </>
            ) : (
              <span className="text-muted">Asking the server</span>
            )}
          </div>
          <div className="grid gap-3 border-t border-border p-4">
            <div className="flex gap-2">
              <Input
                aria-label="Address of this picture"
                readOnly
                value={path}
                onFocus={(event) => event.currentTarget.select()}
                className="font-mono text-[13px]"
              />
              <CopyButton label="Copy address" text={() => new URL(path, location.href).href} />
            </div>
            <div className="flex flex-wrap gap-2">
              <LinkButton size="small" href={path} target="_blank" rel="noreferrer">
                <ExternalLink aria-hidden="true" />
                Open in a new window
              </LinkButton>
              <LinkButton
                size="small"
                href={pictureUrl('/image', src, { ...parameters, attach: true })}
                download
              >
                <Download aria-hidden="true" />
                Download
              </LinkButton>
            </div>
          </div>
        </section>
      </div>
    </>
  );
}
