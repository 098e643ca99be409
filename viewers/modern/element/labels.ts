/** Every text of the elements in English. Words in braces are filled in. */
export const LABELS = {
  loading: 'Loading…',
  failed: 'The picture could not be loaded',
  empty: 'There are no pictures to show',
  listFailed: 'The pictures could not be listed',
  picture: 'Picture',
  pictures: 'Pictures',
  zoomable: 'zoomable picture',
  zoomKeys: 'Arrow keys move, plus and minus zoom, 0 shows the whole picture, f fills the screen.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  reset: 'Show the whole picture',
  enlarge: 'Full screen',
  reduce: 'Leave full screen',
  download: 'Download the original',
  info: 'About the picture',
  help: 'How to use the viewer',
  helpText:
    'Click or double tap to zoom in, shift and click to zoom out. Drag to move. On a touch screen, spread or pinch two fingers. Keys: arrows, plus, minus, 0 for the whole picture, f for full screen.',
  close: 'Close',
  open: 'Enlarge',
  zoomed: 'Zoom {percent} %',
  carousel: 'slideshow',
  slide: 'slide',
  previous: 'Previous picture',
  next: 'Next picture',
  play: 'Start the slideshow',
  pause: 'Pause the slideshow',
  choose: 'Choose a picture',
  position: '{index} of {count}',
  positionTitle: '{index} of {count}: {title}',
} as const;

export type LabelName = keyof typeof LABELS;
export type Labels = Readonly<Record<LabelName, string>>;

let common: Partial<Labels> = {};

/** Sets texts for all elements of the page that are made or changed afterwards. */
export function setLabels(labels: Partial<Labels>): void {
  common = { ...common, ...labels };
}

/** All texts: English ones, those for the page, and the element's own as JSON, each over the former. */
export function readLabels(own: string): Labels {
  return { ...LABELS, ...common, ...parse(own) };
}

/** A text with values in the places of its words in braces. */
export function fill(label: string, values: Readonly<Record<string, string | number>>): string {
  return label.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function parse(text: string): Partial<Labels> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, label]) => typeof label === 'string'));
  } catch {
    return {};
  }
}
