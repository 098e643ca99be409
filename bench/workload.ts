import type { LoadGenerator } from './load/generator.ts';

/** One line of the table. */
export type Row = {
  what: string;
  /** Emulsion's figure with its unit. */
  ours: string;
  /** The figure it is compared with, and what that is. */
  reference: string;
  ratio: string;
  goal: string;
  /** Undefined when nothing is to be reached. */
  met?: boolean | undefined;
};

export type BenchOptions = {
  load: LoadGenerator;
  /** Minutes of mixed load in the memory workload; 0 = none. */
  soakMinutes: number;
  /** Also measure with wrk, where it is installed. */
  wrk: boolean;
};

export type Workload = {
  title: string;
  run(options: BenchOptions): Promise<Row[]>;
};

/** A line that compares two figures of one kind. */
export function compared(line: {
  what: string;
  ours: number;
  reference: number;
  unit: (value: number) => string;
  against: string;
  goal?: { text: string; met: (ratio: number) => boolean };
}): Row {
  const ratio = line.ours / line.reference;
  return {
    what: line.what,
    ours: line.unit(line.ours),
    reference: `${line.unit(line.reference)} ${line.against}`,
    ratio: ratio.toFixed(2),
    goal: line.goal?.text ?? '',
    met: line.goal?.met(ratio),
  };
}

/** A line with a figure that has to stay under a bound. */
export function bounded(what: string, value: number, limit: number, unit: (value: number) => string): Row {
  return {
    what,
    ours: unit(value),
    reference: '',
    ratio: '',
    goal: `< ${unit(limit)}`,
    met: value < limit,
  };
}

/** A line that is only told. */
export function told(what: string, ours: string, reference = ''): Row {
  return { what, ours, reference, ratio: '', goal: '' };
}

export function atLeast(limit: number) {
  return { text: `>= ${limit}`, met: (ratio: number) => ratio >= limit };
}

export function atMost(limit: number) {
  return { text: `<= ${limit}`, met: (ratio: number) => ratio <= limit };
}
