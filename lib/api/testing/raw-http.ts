import { connect } from 'node:net';

export type RawAnswer = {
  /** 0 when the connection was closed without an answer. */
  status: number;
  /** Status line and headers as they came, or "". */
  head: string;
  body: Buffer;
};

/** Milliseconds after which a server that neither answers nor closes has failed. */
const PATIENCE = 10_000;

/**
 * Sends bytes as they are and reads until the server closes the connection, so the bytes should ask for that.
 * Rejects when it does not.
 */
export function sendRaw(address: string, bytes: Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('neither answered nor closed')));
    socket.on('data', (part) => parts.push(part));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that refuses a request while it still arrives resets the connection.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(readAnswer(Buffer.concat(parts))));
    socket.write(bytes);
  });
}

/** A GET whose target is written as it is, one byte to a character. */
export function rawGet(target: string, headers: readonly string[] = []): Buffer {
  const lines = [`GET ${target} HTTP/1.1`, 'Host: test', 'Connection: close', ...headers, '', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function readAnswer(all: Buffer): RawAnswer {
  const end = all.indexOf('\r\n\r\n');
  if (end < 0) return { status: 0, head: '', body: all };
  const head = all.toString('latin1', 0, end);
  return { status: Number(head.slice(9, 12)), head, body: all.subarray(end + 4) };
}
