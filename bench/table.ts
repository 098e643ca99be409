import type { Row } from './workload.ts';

const HEADINGS = ['measured', 'Emulsion', 'reference', 'ratio', 'goal', ''];

/** Rows as a Markdown table whose columns also line up in a terminal. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map((row) => [...columns(row)])];
  const widths = HEADINGS.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

function columns({ what, ours, reference, ratio, goal, met }: Row): string[] {
  return [what, ours, reference, ratio, goal, met === undefined ? '' : met ? 'met' : 'missed'];
}
