import { generateClient } from '../generate.ts';
import { prepareTests } from '../prepare-tests.ts';

/** Runs once before all tests. */
export async function setup(): Promise<void> {
  await generateClient();
  prepareTests();
}
