import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for the answers before theirs. Clients of today send none before they have the last answer. */
const MAX_WAITING = 16;

/**
 * Answers the requests of a connection one after the other. Node would begin with all of them at once, and keep their answers
 * for a client that reads none of them. A connection with too many waiting is closed.
 */
export function inTurn(answer: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  const add = (socket: Socket, count: number) => waiting.set(socket, (waiting.get(socket) ?? 0) + count);
  return (request, response) => {
    // The answer whose turn it is has the connection.
    if (response.socket !== null) {
      answer(request, response);
      return;
    }
    const { socket } = request;
    if ((waiting.get(socket) ?? 0) >= MAX_WAITING) {
      socket.destroy();
      return;
    }
    add(socket, 1);
    response.once('socket', () => {
      add(socket, -1);
      setImmediate(answer, request, response);
    });
  };
}
