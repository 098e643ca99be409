/** How a part of the protocol is spoken. */
export type TusCall = {
  headers?: Record<string, string>;
  body?: Buffer;
  /** Names and values of Upload-Metadata. */
  metadata?: Record<string, string>;
};

export type TusAnswer = {
  status: number;
  /** Bytes that have arrived, as the answer tells. */
  offset: number | undefined;
  /** Path of the upload. */
  location: string;
  headers: Headers;
  data: any;
  message: string;
};

/** Speaks the tus protocol with a server, as somebody with these headers. */
export function tusClient(address: string, credentials: Record<string, string>) {
  async function send(method: string, path: string, options: TusCall = {}): Promise<TusAnswer> {
    const { headers = {}, body, metadata } = options;
    const pairs = Object.entries(metadata ?? {}).map(
      ([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`,
    );
    const response = await fetch(address + path, {
      method,
      headers: {
        'Tus-Resumable': '1.0.0',
        ...credentials,
        ...(metadata ? { 'Upload-Metadata': pairs.join(',') } : {}),
        ...(body ? { 'Content-Type': 'application/offset+octet-stream' } : {}),
        ...headers,
      },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    const text = await response.text();
    const told = text === '' ? {} : JSON.parse(text);
    const offset = response.headers.get('upload-offset');
    return {
      status: response.status,
      offset: offset === null ? undefined : Number(offset),
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      data: told.data,
      message: told.message ?? '',
    };
  }

  return {
    send,
    /** Begins an upload; with `body` the first part comes with it. */
    create: (metadata: Record<string, string>, size: number, options: TusCall = {}) =>
      send('POST', '/api/v1/uploads/', {
        ...options,
        metadata,
        headers: { 'Upload-Length': String(size), ...options.headers },
      }),
    patch: (path: string, at: number, body: Buffer) =>
      send('PATCH', path, { body, headers: { 'Upload-Offset': String(at) } }),
    head: (path: string) => send('HEAD', path),
    remove: (path: string) => send('DELETE', path),
  };
}
