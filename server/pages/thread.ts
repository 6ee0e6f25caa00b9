import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { offerInProcessTrpc } from "../../db/contract/in-process";
import { databaseFile } from "../../db/home";
import type { ServerContext } from "../context";
import { openServerLog } from "../log";
import { appRouter } from "../trpc/router";
import { loadNext } from "./load-next";
import type { FromPages, PagesData } from "./messages";
import { makeSocketFolder } from "./socket-folder";

/**
 * The pages' own thread: a page takes tens of milliseconds to render, which would hold up every batch that arrives
 * meanwhile. It listens on a socket that only this user can open, behind the front door, and reads the store through the
 * same procedures on a connection of its own.
 */
const { host, port, ...context } = workerData as PagesData;

const post = (message: FromPages) => parentPort?.postMessage(message);
const stopping = new AbortController();
const log = openServerLog(context.home).child({ part: "pages" });
const db = openDatabase(databaseFile(context.home));
const ctx: ServerContext = {
  ...context,
  db,
  log,
  stopping: stopping.signal,
  // A page only reads; what starts trainings comes through the API.
  wakeLauncher: () => {},
};
offerInProcessTrpc({ router: appRouter, createContext: () => ctx });

const folder = makeSocketFolder();
const address = process.platform === "win32" ? `\\\\.\\pipe\\${folder}` : join(folder, "socket");
const next = await loadNext({ dev: false, host, port, log });
const server = createServer((req, res) => void next.handle(req, res));
server.listen(address, () => post({ kind: "ready", address }));

parentPort?.once("message", () => {
  stopping.abort();
  server.close();
  server.closeAllConnections();
  void next.close().finally(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
    // Ends this thread alone; Next keeps timers that would hold it.
    process.exit();
  });
});
