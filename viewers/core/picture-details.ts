/** What the server tells of a picture. */
export type Details = {
  /** Pixels of the original. */
  width: number;
  height: number;
  title: string;
  description: string;
  /** Whether whoever asks may have the original. */
  download: boolean;
};

/** The details in the `data` of an answer of the API; undefined when it holds none that can be shown. */
export function readDetails(data: unknown): Details | undefined {
  const told = data as Partial<Record<keyof Details, unknown>> | null | undefined;
  const width = Number(told?.width);
  const height = Number(told?.height);
  if (!(width > 0 && height > 0)) return undefined;
  return {
    width,
    height,
    title: typeof told?.title === 'string' ? told.title : '',
    description: typeof told?.description === 'string' ? told.description : '',
    download: told?.download === true,
  };
}
