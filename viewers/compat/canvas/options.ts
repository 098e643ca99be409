import { merge } from '../common/objects.ts';

/** Buttons of the control panel. */
export type Controls = {
  title: boolean;
  download: boolean;
  help: boolean;
  reset: boolean;
  fullscreen: boolean;
  zoomin: boolean;
  zoomout: boolean;
};

/** What pages may choose; names and defaults are those of the original. */
export type CanvasViewOptions = {
  /** In place of the server's; null = the server's. */
  title: string | null;
  description: string | null;
  /** `yes` always, `no` never, `auto` behind a tab. */
  showcontrols: 'auto' | 'yes' | 'no';
  controls: Controls;
  /** False shows enlarged pixels as squares. */
  quality: boolean;
  /** Name of a curve, see core/easing.ts. */
  animation: string;
  /** 1, 4, 16, 64 or 256; 1 = never ask for tiles. */
  maxtiles: number;
  doubleclickreset: boolean;
  /** Whether `halign` and `valign` are taken out of the URL. */
  stripaligns: boolean;
  fullScreenFixed: boolean;
  fullScreenCloseOnClick: boolean;
};

/** The options of a page over the defaults. What is of no use falls back to its default. */
export function completeOptions(given: unknown): CanvasViewOptions {
  const options: CanvasViewOptions = merge(
    {
      title: null,
      description: null,
      showcontrols: 'auto',
      controls: {
        title: true,
        download: false,
        help: true,
        reset: true,
        fullscreen: true,
        zoomin: true,
        zoomout: true,
      },
      quality: true,
      animation: 'out-quadratic',
      maxtiles: 256,
      doubleclickreset: true,
      stripaligns: false,
      fullScreenFixed: true,
      fullScreenCloseOnClick: true,
    },
    given,
  );
  options.showcontrols = controlsMode(options.showcontrols);
  return options;
}

function controlsMode(given: unknown): CanvasViewOptions['showcontrols'] {
  if (given === 'yes' || given === true) return 'yes';
  if (given === 'no' || given === false) return 'no';
  return 'auto';
}
