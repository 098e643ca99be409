import { rm } from 'node:fs/promises';
import { median, seconds } from '../figures.ts';
import { placeProbe } from '../fixtures/originals.ts';
import { makeDataDir, startServer } from '../server-process.ts';
import { bounded, told, type Workload } from '../workload.ts';

const STARTS = 3;
const LIMIT = 3;

/** From the start of the process to the first answered picture, which is not a cached one. */
export const start: Workload = {
  title: 'Start of the production server',
  run: async () => {
    const dataDir = await makeDataDir();
    const times: number[] = [];
    try {
      for (let i = 0; i <= STARTS; i++) {
        const server = await startServer(dataDir, placeProbe);
        times.push(server.startedInMs / 1000);
        await server.stop();
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
    const [first = 0, ...later] = times;
    return [
      bounded('first picture, database already initialised', median(later), LIMIT, seconds),
      told('the same at the very first start', seconds(first)),
    ];
  },
};
