import type { PictureParameters } from '#lib/transform/picture-url.ts';

/** One choice of a group of buttons: its id, its words, what it adds to the URL. */
export type DemoChoice = { id: string; label: string; parameters: PictureParameters };
export type DemoGroup = { id: string; title: string; standard: string; choices: readonly DemoChoice[] };

const choice = (id: string, label: string, parameters: PictureParameters = {}): DemoChoice => ({
  id,
  label,
  parameters,
});

const SIZES = [
  ['small', 'Small', 200],
  ['medium', 'Medium', 500],
  ['large', 'Large', 1000],
] as const;

const shaped = (size: number) =>
  [
    ['square', 'square', size, size],
    ['landscape', 'landscape', size, Math.round((size * 3) / 4)],
    ['portrait', 'portrait', Math.round((size * 3) / 4), size],
  ] as const;

/** What can be tried in the playground; in each group one choice holds. */
export const DEMO_GROUPS: readonly DemoGroup[] = [
  {
    id: 'size',
    title: 'Size',
    standard: 'medium-square',
    choices: [
      choice('full', 'Full size'),
      ...SIZES.flatMap(([name, label, size]) =>
        shaped(size).map(([shape, word, width, height]) =>
          choice(`${name}-${shape}`, `${label} ${word}`, { width, height }),
        ),
      ),
    ],
  },
  {
    id: 'border',
    title: 'Borders',
    standard: 'white',
    choices: [
      choice('white', 'White', { fill: 'white' }),
      choice('black', 'Black', { fill: 'black' }),
      choice('grey', 'Middle grey', { fill: '808080' }),
      choice('light', 'Light grey', { fill: 'lightgrey' }),
      choice('red', 'Red', { fill: 'red' }),
      choice('yellow', 'Yellow', { fill: 'yellow' }),
      choice('auto', 'To match', { fill: 'auto' }),
      choice('none', 'Transparent', { fill: 'none' }),
      choice('remove', 'No borders', { autosizefit: true }),
      choice('cut', 'Cut to fill', { gravity: 'smart' }),
    ],
  },
  {
    id: 'turn',
    title: 'Rotation',
    standard: '0',
    choices: [0, -90, 90, 180, -45, 45].map((angle) =>
      choice(String(angle), `${angle}°`, angle === 0 ? {} : { angle }),
    ),
  },
  {
    id: 'flip',
    title: 'Flip',
    standard: 'off',
    choices: [
      choice('off', 'As it is'),
      choice('h', 'Left to right', { flip: 'h' }),
      choice('v', 'Upside down', { flip: 'v' }),
    ],
  },
  {
    id: 'sharpness',
    title: 'Sharpness',
    standard: 'off',
    choices: [
      choice('off', 'As it is'),
      choice('sharpen', 'Sharpen', { sharpen: 100 }),
      choice('blur', 'Blur', { sharpen: -300 }),
    ],
  },
  {
    id: 'colour',
    title: 'Colour',
    standard: 'rgb',
    choices: [choice('rgb', 'Colour', { colorspace: 'rgb' }), choice('gray', 'Grey', { colorspace: 'gray' })],
  },
  {
    id: 'format',
    title: 'File format',
    standard: 'jpg80',
    choices: [
      choice('jpg80', 'JPEG 80', { format: 'jpg', quality: 80 }),
      choice('jpg90', 'JPEG 90', { format: 'jpg', quality: 90 }),
      choice('jpg70', 'JPEG 70', { format: 'jpg', quality: 70 }),
      choice('jpg20', 'JPEG 20', { format: 'jpg', quality: 20 }),
      choice('png', 'PNG', { format: 'png' }),
      choice('gif', 'GIF', { format: 'gif' }),
      choice('webp', 'WebP', { format: 'webp' }),
      choice('avif', 'AVIF', { format: 'avif' }),
      choice('auto', 'Best for this browser', { format: 'auto' }),
    ],
  },
  {
    id: 'data',
    title: 'Hidden data',
    standard: 'keep',
    choices: [choice('keep', 'Keep', { strip: false }), choice('strip', 'Remove', { strip: true })],
  },
];

/** The group of overlays, with the picture of the settings. */
export function overlayGroup(overlay: string): DemoGroup {
  const over = (ovpos: string, ovsize: number, ovopacity: number) => ({ overlay, ovpos, ovsize, ovopacity });
  return {
    id: 'overlay',
    title: 'Overlay',
    standard: 'off',
    choices: [
      choice('off', 'None'),
      choice('mark', 'Watermark', over('c', 0.8, 0.4)),
      choice('faint', 'Faint watermark', over('c', 1, 0.15)),
      choice('ne', 'Upper right corner', over('ne', 0.3, 1)),
      choice('se', 'Lower right corner', over('se', 0.3, 1)),
      choice('sw', 'Lower left corner', over('sw', 0.3, 1)),
    ],
  };
}

/** Edges of the part that is kept, in percent of the picture. */
export type DemoCrop = { left: number; top: number; right: number; bottom: number };

export const WHOLE: DemoCrop = { left: 0, top: 0, right: 100, bottom: 100 };

/** Least percent that is left of a side. */
const LEAST = 5;

/** The crop with one edge moved; the opposite edge stands, and something is left. */
export function moveEdge(crop: DemoCrop, edge: keyof DemoCrop, value: number): DemoCrop {
  const [least, most] = {
    left: [0, crop.right - LEAST],
    top: [0, crop.bottom - LEAST],
    right: [crop.left + LEAST, 100],
    bottom: [crop.top + LEAST, 100],
  }[edge] as [number, number];
  return { ...crop, [edge]: Math.min(most, Math.max(least, value)) };
}

/** The values of a URL that follow from the choices; a group without one has its standard. */
export function demoParameters(
  groups: readonly DemoGroup[],
  chosen: Readonly<Record<string, string>>,
  crop: DemoCrop,
  cropFit: boolean,
): PictureParameters {
  const parts = groups.map(({ id, standard, choices }) => {
    const wanted = chosen[id] ?? standard;
    return choices.find((each) => each.id === wanted)?.parameters ?? {};
  });
  const edges = Object.fromEntries(
    (Object.keys(WHOLE) as Array<keyof DemoCrop>)
      .filter((edge) => crop[edge] !== WHOLE[edge])
      .map((edge) => [edge, crop[edge] / 100]),
  );
  const isCropped = Object.keys(edges).length > 0;
  return Object.assign(
    {},
    ...parts,
    edges,
    isCropped && cropFit ? { autocropfit: true } : {},
  ) as PictureParameters;
}
