import { connect } from 'node:net';

/** A connection to a FastCGI responder that carries one request at a time. */
export type FastCgiConnection = {
  /** What the responder wrote for a query: headers, an empty line, the body. */
  request(query: string): Promise<Buffer>;
  close(): void;
};

const BEGIN = 1;
const END = 3;
const PARAMETERS = 4;
const INPUT = 5;
const OUTPUT = 6;
const REQUEST_ID = 1;
const RESPONDER = 1;
const KEEP_CONNECTION = 1;
const RECORD_HEAD = 8;

function record(type: number, content: Buffer): Buffer {
  const head = Buffer.from([1, type, 0, REQUEST_ID, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
}

function parameters(values: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(values).map(([name, value]) => {
    const lengths = [name, value].map((text) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE((Buffer.byteLength(text) | 0x80000000) >>> 0);
      return size;
    });
    return Buffer.concat([...lengths, Buffer.from(name), Buffer.from(value)]);
  });
  return Buffer.concat(pairs);
}

/** Opens a keep-alive connection; rejects when nobody listens. */
export async function connectFastCgi(port: number): Promise<FastCgiConnection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let received = Buffer.alloc(0);
  let output: Buffer[] = [];
  let waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    while (received.length >= RECORD_HEAD) {
      const length = received.readUInt16BE(4);
      const whole = RECORD_HEAD + length + received.readUInt8(6);
      if (received.length < whole) return;
      const type = received.readUInt8(1);
      if (type === OUTPUT) output.push(received.subarray(RECORD_HEAD, RECORD_HEAD + length));
      if (type === END) {
        waiting?.resolve(Buffer.concat(output));
        waiting = undefined;
        output = [];
      }
      received = received.subarray(whole);
    }
  });
  socket.on('close', () => waiting?.reject(new Error('the FastCGI responder closed the connection')));

  return {
    request(query) {
      const begin = Buffer.from([0, RESPONDER, KEEP_CONNECTION, 0, 0, 0, 0, 0]);
      const values = { REQUEST_METHOD: 'GET', QUERY_STRING: query, SERVER_PROTOCOL: 'HTTP/1.1' };
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(
          Buffer.concat([
            record(BEGIN, begin),
            record(PARAMETERS, parameters(values)),
            record(PARAMETERS, Buffer.alloc(0)),
            record(INPUT, Buffer.alloc(0)),
          ]),
        );
      });
    },
    close: () => socket.destroy(),
  };
}
