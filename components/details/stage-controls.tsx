'use client';

import { Maximize, Minimize, Minus, Palette, Plus } from 'lucide-react';
import { type RefObject, useSyncExternalStore } from 'react';
import { usePreferences } from '../client/use-preferences.ts';
import { buttonClasses, IconButton } from '../ui/button.tsx';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { type DeepZoom, ZOOM_STEP } from './deep-zoom.ts';

const GROUNDS = [
  { value: 'neutral', label: 'Neutral' },
  { value: 'white', label: 'White' },
  { value: 'grey', label: 'Grey' },
  { value: 'black', label: 'Black' },
  { value: 'checker', label: 'Checker' },
] as const;

/** Buttons over the picture: zoom, what is behind it, the whole screen. */
export function StageControls({
  frame,
  zoom,
  scale,
}: {
  frame: RefObject<HTMLElement | null>;
  /** Undefined while there is nothing to zoom into. */
  zoom: DeepZoom | undefined;
  scale: number | undefined;
}) {
  const { preferences, change } = usePreferences();
  const { isFull, toggle } = useFullScreen(frame);
  return (
    <div
      role="toolbar"
      aria-label="Picture tools"
      className="absolute bottom-3 left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-card border border-border bg-surface p-1 shadow-float"
    >
      {zoom === undefined ? null : (
        <>
          <IconButton label="Zoom out" shortcut="−" size="small" onClick={() => zoom.zoomBy(1 / ZOOM_STEP)}>
            <Minus aria-hidden="true" />
          </IconButton>
          <Tooltip text="Show every pixel">
            <button
              type="button"
              onClick={zoom.showPixels}
              aria-label={`Show every pixel; now ${percent(scale)}`}
              className={buttonClasses({ look: 'quiet', size: 'small' }, 'w-14 px-0 tabular-nums')}
            >
              {percent(scale)}
            </button>
          </Tooltip>
          <IconButton label="Zoom in" shortcut="+" size="small" onClick={() => zoom.zoomBy(ZOOM_STEP)}>
            <Plus aria-hidden="true" />
          </IconButton>
          <Tooltip text="Show the whole picture" shortcut="0">
            <button
              type="button"
              onClick={zoom.showAll}
              className={buttonClasses({ look: 'quiet', size: 'small' })}
            >
              Fit
            </button>
          </Tooltip>
        </>
      )}
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label="Background"
            title="Background"
            className={buttonClasses({ look: 'quiet', size: 'small' }, 'w-8 px-0 pointer-coarse:w-11')}
          >
            <Palette aria-hidden="true" />
          </button>
        }
      >
        <MenuChoices
          label="Behind the picture"
          value={preferences.stage}
          onChange={(stage) => change({ stage })}
          choices={GROUNDS}
        />
      </Menu>
      {toggle === undefined ? null : (
        <IconButton
          label={isFull ? 'Leave full screen' : 'Full screen'}
          shortcut={isFull ? 'Esc' : undefined}
          size="small"
          onClick={toggle}
        >
          {isFull ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}
        </IconButton>
      )}
    </div>
  );
}

function percent(scale: number | undefined): string {
  return scale === undefined ? '–' : `${Math.round(scale * 100)} %`;
}

function followFullScreen(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}

/** `toggle` is undefined where the browser has no full screen for elements. */
function useFullScreen(frame: RefObject<HTMLElement | null>) {
  const isFull = useSyncExternalStore(
    followFullScreen,
    () => document.fullscreenElement !== null,
    () => false,
  );
  const isOffered = useSyncExternalStore(
    followFullScreen,
    () => document.fullscreenEnabled,
    () => false,
  );
  const toggle = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void frame.current?.requestFullscreen().catch(() => undefined);
  };
  return { isFull, toggle: isOffered ? toggle : undefined };
}
