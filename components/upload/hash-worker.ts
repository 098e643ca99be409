import { sha256 } from '@noble/hashes/sha2.js';

/** A file to be hashed. */
export type HashWish = { id: string; file: Blob };
/** How far it is, what came of it, or that the file cannot be read. */
export type HashNews =
  | { id: string; hashed: number }
  | { id: string; sha256: string }
  | { id: string; unreadable: true };

/** Bytes that are read at a time. */
const PIECE = 4 * 1024 * 1024;

const scope = self as unknown as {
  postMessage(news: HashNews, handedOver: []): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<HashWish>) => void): void;
};

async function hash({ id, file }: HashWish): Promise<void> {
  try {
    const sum = sha256.create();
    for (let at = 0; at < file.size; at += PIECE) {
      sum.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      if (at + PIECE < file.size) scope.postMessage({ id, hashed: (at + PIECE) / file.size }, []);
    }
    const digits = Array.from(sum.digest(), (byte) => byte.toString(16).padStart(2, '0'));
    scope.postMessage({ id, sha256: digits.join('') }, []);
  } catch {
    scope.postMessage({ id, unreadable: true }, []);
  }
}

scope.addEventListener('message', (event) => void hash(event.data));
