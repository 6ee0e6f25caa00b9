import type { Server } from "node:http";
import type { Socket } from "node:net";

export interface ConnectionLimit {
  /** Connections that are kept at once. */
  most: number;
  /** Is told how many were closed, at most once in ten seconds. */
  onClosed(count: number): void;
}

const tellEveryMs = 10_000;

/**
 * Beyond `most` connections, the one that has been idle for longest is closed: a client that only holds a place gives it
 * to one that asks. Idle is who has no whole request under way, so also who sends one byte a second.
 */
export function limitConnections(server: Server, { most, onClosed }: ConnectionLimit): void {
  const all = new Set<Socket>();
  /** In the order in which they fell idle. */
  const idle = new Set<Socket>();
  let closed = 0;
  let toldAt = Number.NEGATIVE_INFINITY;

  function fallIdle(socket: Socket): void {
    if (!socket.destroyed) idle.add(socket);
  }

  function closeOldest(): void {
    const oldest = idle.values().next().value;
    if (!oldest) return;
    idle.delete(oldest);
    oldest.destroy();
    closed++;
    if (performance.now() - toldAt < tellEveryMs) return;
    onClosed(closed);
    toldAt = performance.now();
    closed = 0;
  }

  server.on("connection", (socket: Socket) => {
    all.add(socket);
    fallIdle(socket);
    socket.once("close", () => {
      all.delete(socket);
      idle.delete(socket);
    });
    if (all.size > most) closeOldest();
  });
  server.on("request", (req, res) => {
    const { socket } = req;
    const hasBody = "content-length" in req.headers || "transfer-encoding" in req.headers;
    if (hasBody) req.once("end", () => idle.delete(socket));
    else idle.delete(socket);
    res.once("close", () => fallIdle(socket));
  });
}
