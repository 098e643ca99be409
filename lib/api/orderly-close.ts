import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** Milliseconds between two looks for connections whose last answer has gone out. */
const LOOK_INTERVAL = 50;

/**
 * Follows the connections of a server from before it listens, so that it can be closed without cutting an
 * answer off. Node's own close takes a connection for idle as soon as the end of an answer is handed in, and
 * drops what a slow client has not fetched yet; what is busy at that moment it keeps alive for long after.
 */
export function followConnections(server: Server): {
  /**
   * Takes no new connections, ends the idle ones and resolves when all answers have gone out, after
   * `graceMs` milliseconds at the latest.
   */
  close(graceMs: number): Promise<void>;
} {
  const latest = new Map<Socket, ServerResponse | undefined>();
  server.on('connection', (socket) => {
    latest.set(socket, undefined);
    socket.once('close', () => latest.delete(socket));
  });
  server.on('request', (request, response) => {
    // A connection that has closed already must not be remembered for ever.
    if (latest.has(request.socket)) latest.set(request.socket, response);
  });

  function endIdle(): void {
    for (const [socket, response] of latest) {
      if (response ? response.writableFinished : socket.bytesRead === 0) socket.destroy();
    }
  }

  return {
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => {
        NetServer.prototype.close.call(server, () => resolve());
      });
      endIdle();
      const looking = setInterval(endIdle, LOOK_INTERVAL);
      const patience = setTimeout(() => {
        for (const socket of latest.keys()) socket.destroy();
      }, graceMs);
      await closed;
      clearInterval(looking);
      clearTimeout(patience);
    },
  };
}
