import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, seconds } from '../figures.ts';
import {
  FOREIGN_FORMATS,
  type ForeignFormat,
  foreignFile,
  isComparable,
  runNative,
} from '../fixtures/foreign.ts';
import { place, placeProbe } from '../fixtures/originals.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { compared, type Row, told, type Workload } from '../workload.ts';

const ROUNDS = 3;
/** Of the picture that is asked for: small, so that reading is nearly all of the work. */
const WIDTH = 400;

const nameOf = ({ extension, values }: ForeignFormat, round: number): string =>
  `${extension}${values?.dpi ?? ''}-${round}.${extension}`;

/** First pictures of files in formats that the imaging library does not read, against the programs of the formats. */
export const foreignSpeed: Workload = {
  title: `First picture of ${WIDTH} px of files that are read in processes apart`,
  run: () =>
    withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        for (const format of FOREIGN_FORMATS.filter(isComparable)) {
          const file = await foreignFile(format);
          for (let round = 0; round <= ROUNDS; round++) await place(imagesDir, nameOf(format, round), file);
        }
      },
      async (server) => {
        const folder = await mkdtemp(join(tmpdir(), 'emulsion-bench-native-'));
        try {
          const rows: Row[] = [];
          for (const format of FOREIGN_FORMATS) rows.push(await compare(server, format, folder));
          return rows;
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    ),
};

async function compare(server: ServerProcess, format: ForeignFormat, folder: string): Promise<Row> {
  const { name, reader, read, values } = format;
  if (!isComparable(format)) return told(name, '', `${reader} is not installed`);
  const file = await foreignFile(format);
  const first = (round: number) =>
    timed(() => server.get(server.url(nameOf(format, round), { width: WIDTH, format: 'jpg', ...values })));
  // Of the first file the thread starts and the decoder is loaded.
  await first(0);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    theirs.push(await timed(() => runNative(reader, read(file, join(folder, 'out')))));
    ours.push(await first(round));
  }
  return compared({
    what: name,
    ours: median(ours),
    reference: median(theirs),
    unit: seconds,
    against: reader,
  });
}

/** Seconds that some work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
