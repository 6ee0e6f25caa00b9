import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freshHome } from "../../setup/database";
import { serverProcess } from "../support/servers";
import { post } from "./post";

const sockets = 10_000;

const openFilesAllowed =
  Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).trim()) || Infinity;

function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once("error", reject);
    // A server that closes it resets what was sent.
    socket.once("connect", () =>
      socket
        .off("error", reject)
        .on("error", () => {})
        .resume(),
    );
    onTestFinished(() => void socket.destroy());
  });
}

const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

test.skipIf(process.platform !== "linux" || openFilesAllowed < sockets + 1000)(
  "10,000 idle sockets, half-open ones among them, hold no more than their share: the server answers throughout",
  async () => {
    const server = await serverProcess(freshHome());
    expect((await post(server.url, { run: "r", seq: 1 })).status).toBe(200);
    const before = residentMiB(server.pid);
    const held: Socket[] = [];
    for (let seq = 2; held.length < sockets; seq++) {
      held.push(...(await Promise.all(Array.from({ length: 500 }, () => open(server.url)))));
      for (const [index, socket] of held.slice(-500).entries()) {
        if (index % 3 === 1) socket.write("POST /api/ingest HTTP/1.1\r\nHost: 127");
        // Closed for writing only: whoever waits for more of it waits for ever.
        if (index % 3 === 2) socket.end("POST /api/ingest HTTP/1.1\r\nContent-Length: 10\r\n\r\n{");
      }
      const batch = { run: "r", seq, series: { loss: { step: [seq], value: [1] } } };
      // The connection that was kept for it may have been idle for longest: clients send again.
      const { status } = await post(server.url, batch).catch(() => post(server.url, batch));
      expect([held.length, status]).toEqual([held.length, 200]);
    }
    // 512 connections, and what a server has open anyway.
    expect(readdirSync(`/proc/${server.pid}/fd`).length).toBeLessThan(600);
    expect(residentMiB(server.pid) - before).toBeLessThan(200);
  },
  180_000,
);
