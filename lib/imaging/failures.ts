import { busy, EmulsionError, notFound, unsupported } from '#lib/errors/error.ts';

const UNREADABLE = 'The image could not be processed: the file is damaged or of an unsupported kind.';

/**
 * Whatever sharp or the file system threw, as an expected failure: 404 when the file is gone, 503 when it ran
 * out of time, else 415. The library's own words go to the log only.
 */
function pictureFailure(error: unknown): EmulsionError {
  if (error instanceof EmulsionError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || /Input file is missing/.test(text)) {
    return notFound('The image file was not found.', text);
  }
  if (/timeout: \d+% complete/.test(text)) return busy('The image took too long to process.', 30);
  if (/exceeds (the )?(pixel )?limit|pixel limit/i.test(text)) {
    return unsupported('The image could not be processed: it has too many pixels.', error);
  }
  return unsupported(UNREADABLE, error);
}

/** Runs work on pictures and lets only expected failures out. */
export async function expectFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw pictureFailure(error);
  }
}
