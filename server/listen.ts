import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { GradiometerError } from "../db/contract/errors";
import { limitConnections } from "./limit-connections";

/** Who is slower than this is no client of ours, and gives its place back. */
const timeouts = {
  headersTimeout: 20_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  /** A machine that vanished leaves its connection half open: it is asked whether it is still there. */
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
};

/** Half of the file descriptors that a process usually may have. */
const mostConnections = 512;

/** Listens, or says in one sentence why not and which flag helps. */
export async function listen(
  handler: RequestListener,
  { host, port, onClosed }: { host: string; port: number; onClosed(count: number): void },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(timeouts, handler);
  limitConnections(server, { most: mostConnections, onClosed });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  try {
    await open(server, host, port);
  } catch (error) {
    throw await explain(error as NodeJS.ErrnoException, host, port);
  }
  return {
    port: (server.address() as AddressInfo).port,
    // Live streams and the development server's web sockets never end by themselves.
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function open(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function explain(error: NodeJS.ErrnoException, host: string, port: number): Promise<unknown> {
  if (error.code === "EADDRINUSE") {
    const free = await nextFreePort(host, port);
    return new GradiometerError(
      "conflict",
      `Port ${port} is in use by another program. Start with ${free ? `--port ${free}, which is free` : "another --port"}, or stop that program.`,
      { cause: error },
    );
  }
  if (error.code === "EACCES")
    return new GradiometerError(
      "forbidden",
      `This user may not listen on port ${port}; start with --port 3000 or another one above 1023.`,
      { cause: error },
    );
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND" || error.code === "EAI_AGAIN")
    return new GradiometerError(
      "invalid",
      `This machine has no address "${host}"; start with --host 127.0.0.1 (this machine only) or --host 0.0.0.0 (all its addresses).`,
      { cause: error },
    );
  return error;
}

async function nextFreePort(host: string, port: number): Promise<number | undefined> {
  for (let candidate = port + 1; candidate <= Math.min(port + 20, 65_535); candidate++) {
    const probe = createServer();
    const free = await open(probe, host, candidate).then(
      () => true,
      () => false,
    );
    await new Promise((closed) => probe.close(closed));
    if (free) return candidate;
  }
  return undefined;
}
