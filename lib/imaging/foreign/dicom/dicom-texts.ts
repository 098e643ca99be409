import type { Blocks } from '../blocks.ts';
import type { Dataset } from './dicom-dataset.ts';
import { valuesOfFrame } from './dicom-transform.ts';

/** What of the way in which pixels are shown is told in words. */
const TOLD: ReadonlyArray<
  readonly [name: string, tag: number, macro?: 'measures' | 'interest' | 'modality']
> = [
  ['Photometric interpretation', 0x0028_0004],
  ['Bits stored', 0x0028_0101],
  ['Pixel spacing', 0x0028_0030, 'measures'],
  ['Window centre', 0x0028_1050, 'interest'],
  ['Window width', 0x0028_1051, 'interest'],
  ['Rescale intercept', 0x0028_1052, 'modality'],
  ['Rescale slope', 0x0028_1053, 'modality'],
];
/** Those whose values are binary numbers. */
const IN_BINARY: ReadonlySet<number> = new Set([0x0028_0101]);

/** What a file says of how a frame (from 0) is shown, in words. */
export function technicalTexts(dataset: Dataset, index: number): Blocks['texts'] {
  const told = TOLD.map(([name, tag, macro]) => {
    const values = macro === undefined ? dataset : valuesOfFrame(dataset, macro, index);
    return { name, value: (IN_BINARY.has(tag) ? values.numbers(tag) : values.texts(tag)).join(', ') };
  });
  const shown = [{ name: 'Transfer syntax', value: dataset.transferSyntax }, ...told];
  return shown.filter(({ value }) => value !== '');
}
