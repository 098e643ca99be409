import { countOf } from '#lib/format/numbers.ts';
import { levelName } from '../client/rights.ts';
import type { Impact } from './rights.ts';

type Effect = Impact['effects'][number];

/** A sentence about what a change does; `loses` when it takes something away. */
export type ImpactLine = { text: string; loses: boolean };

/**
 * What a change would do, one sentence for each set of levels that the same number of people gains or loses:
 * `Removes Download for 14 people in 62 folders.`
 */
export function impactLines(impact: Impact): ImpactLine[] {
  const people = together(impact.effects).map(({ levels, gains, people: count, folders }) => ({
    text: `${gains ? 'Gives' : 'Removes'} ${listed(levels.map(levelName))} ${gains ? 'to' : 'for'} ${countOf(count, 'person', 'people')} in ${countOf(folders, 'folder')}.`,
    loses: !gains,
  }));
  const open = together(impact.anonymous.map((effect) => ({ ...effect, people: 0 }))).map(
    ({ levels, gains, folders }) => ({
      text: `${gains ? 'Gives' : 'Removes'} ${listed(levels.map(levelName))} ${gains ? 'to' : 'for'} anybody without signing in, in ${countOf(folders, 'folder')}.`,
      loses: !gains,
    }),
  );
  const you = impact.you;
  const own: ImpactLine[] =
    you === null
      ? []
      : [
          {
            text: `You yourself have “${levelName(you.after)}” here instead of “${levelName(you.before)}”.`,
            loses: you.after < you.before,
          },
        ];
  const lines = [...people, ...open, ...own];
  return lines.length > 0 ? lines : [{ text: 'Nobody gains or loses anything for now.', loses: false }];
}

/** Neighbouring levels that the same number of people gains or loses in the same number of folders. */
function together(effects: readonly Effect[]): Array<Omit<Effect, 'level'> & { levels: number[] }> {
  const sets: Array<Omit<Effect, 'level'> & { levels: number[] }> = [];
  for (const { level, ...effect } of effects) {
    const last = sets.at(-1);
    const same =
      last && last.gains === effect.gains && last.people === effect.people && last.folders === effect.folders;
    if (same) last.levels.push(level);
    else sets.push({ ...effect, levels: [level] });
  }
  return sets;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
