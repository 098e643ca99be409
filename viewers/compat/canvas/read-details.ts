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

/** The details in an answer of the API; undefined when it holds none that can be shown. */
export function readDetails({ status, body }: { status: number; body: unknown }): Details | undefined {
  if (status !== 200 || typeof body !== 'object' || body === null) return undefined;
  const { data } = body as { data?: Partial<Record<keyof Details, unknown>> | null };
  const width = Number(data?.width);
  const height = Number(data?.height);
  if (!(width > 0 && height > 0)) return undefined;
  return {
    width,
    height,
    title: typeof data?.title === 'string' ? data.title : '',
    description: typeof data?.description === 'string' ? data.description : '',
    download: data?.download === true,
  };
}
