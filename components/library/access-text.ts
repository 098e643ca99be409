import { LEVEL } from '../client/rights.ts';

const VERBS: ReadonlyArray<readonly [level: number, verb: string]> = [
  [LEVEL.view, 'view'],
  [LEVEL.download, 'download'],
  [LEVEL.edit, 'edit'],
  [LEVEL.upload, 'upload'],
  [LEVEL.delete, 'delete'],
  [LEVEL.createFolder, 'create folders'],
  [LEVEL.deleteFolder, 'delete folders'],
];

/** What a level allows, in words: `view, download, edit`. */
export function accessText(access: number): string {
  const verbs = VERBS.filter(([level]) => level <= access).map(([, verb]) => verb);
  if (verbs.length === 0) return 'nothing here';
  return verbs.length === VERBS.length ? 'do everything' : verbs.join(', ');
}
