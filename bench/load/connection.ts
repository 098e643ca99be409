import { connect, type Socket } from 'node:net';

export type Answered = (status: number, bodyBytes: number, fromCache: boolean) => void;

/** A keep-alive connection that carries one request at a time. */
export type Connection = {
  /** Writes a request; the callback is called once with its answer. Status 0 = the connection broke. */
  send(request: string, answered: Answered): void;
  close(): void;
};

const HEAD_END = '\r\n\r\n';
const BUFFER = 256 * 1024;

/**
 * A client reduced to what a load generator needs: it knows Content-Length and status, not chunks. One read
 * buffer for the life of the connection, one write per request.
 */
export function openConnection(host: string, port: number): Connection {
  const buffer = Buffer.allocUnsafe(BUFFER);
  let waiting: Answered | undefined;
  let head = '';
  let bodyLeft = -1;
  let status = 0;
  let bytes = 0;
  let fromCache = false;

  function finish(): void {
    const answered = waiting;
    waiting = undefined;
    head = '';
    bodyLeft = -1;
    answered?.(status, bytes, fromCache);
  }

  /** Reads status line and headers; answers where the body starts in this chunk, or -1 for more to come. */
  function readHead(count: number): number {
    const end = head === '' ? buffer.subarray(0, count).indexOf(HEAD_END, 0, 'latin1') : -1;
    const before = head.length;
    if (end >= 0) head = buffer.toString('latin1', 0, end + HEAD_END.length);
    else head += buffer.toString('latin1', 0, count);
    const complete = end >= 0 ? end : head.indexOf(HEAD_END);
    if (complete < 0) return -1;
    const bodyStart = end >= 0 ? end + HEAD_END.length : complete + HEAD_END.length - before;
    head = head.slice(0, complete + HEAD_END.length);
    status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    bytes = status === 304 || status === 204 ? 0 : Number(length ?? Number.NaN);
    fromCache = /\r\nx-from-cache: true/i.test(head);
    if (Number.isNaN(bytes)) {
      status = 0;
      bytes = 0;
      socket.destroy();
    }
    bodyLeft = bytes;
    return bodyStart;
  }

  function onData(count: number): void {
    let start = 0;
    if (bodyLeft < 0) {
      start = readHead(count);
      if (start < 0) return;
    }
    bodyLeft -= count - start;
    if (bodyLeft <= 0) finish();
  }

  let socket: Socket = dial();

  function dial(): Socket {
    const fresh = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer,
        callback: (count) => {
          onData(count);
          return true;
        },
      },
    });
    fresh.on('error', () => undefined);
    fresh.on('close', () => {
      if (!waiting) return;
      status = 0;
      bytes = 0;
      fromCache = false;
      finish();
    });
    return fresh;
  }

  return {
    send(request, answered) {
      if (socket.destroyed || socket.readyState === 'closed') socket = dial();
      waiting = answered;
      socket.write(request, 'latin1');
    },
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}
