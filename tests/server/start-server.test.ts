import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { databaseFile } from "../../db/home";
import { processStart } from "../../db/process-identity";
import { lockHolder } from "../../server/home/lock-home";
import { startServer } from "../../server/start-server";
import { emptyHome, freshHome } from "../setup/database";
import { client } from "./support/client";
import { serverHere, serverProcess } from "./support/servers";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

describe("start", () => {
  test("an empty folder becomes a data home that serves", async () => {
    const { url } = await serverHere(join(emptyHome(), "new"));
    expect(await client(url).runs.list.query({})).toMatchObject({ rows: [], total: 0 });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
  });

  test("a port in use is named with a free one to take instead", async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, "127.0.0.1", () => resolve((taken.address() as { port: number }).port)),
    );
    onTestFinished(() => void taken.close());
    const home = freshHome();
    await expect(startServer({ home, port, pages: false })).rejects.toThrow(
      new RegExp(`Port ${port} is in use by another program. Start with --port \\d+, which is free`),
    );
    expect(lockHolder(home), "the lock is given back").toBeUndefined();
  });

  test("an address beyond this machine needs a token, and then asks for it", async () => {
    const home = freshHome();
    await expect(startServer({ home, host: "0.0.0.0", port: 0, pages: false })).rejects.toThrow(
      /Set GRADIOMETER_TOKEN/,
    );
    const { port } = await serverHere(home, { host: "0.0.0.0", token: "s3cret" });
    const url = `http://127.0.0.1:${port}`;
    await expect(client(url).server.state.query()).rejects.toThrow(/asks for its token|401/);
    const state = await client(url, { authorization: "Bearer s3cret" }).server.state.query();
    expect(state.home).toBe(home);
  });

  test("an address that this machine does not have is refused in one sentence", async () => {
    await expect(
      startServer({ home: freshHome(), host: "192.0.2.1", token: "x", port: 0, pages: false }),
    ).rejects.toThrow(/no address "192.0.2.1"/);
  });

  test("a file that is no database is refused, and left as it is", async () => {
    const home = emptyHome();
    writeFileSync(databaseFile(home), "x".repeat(4096));
    await expect(startServer({ home, port: 0, pages: false })).rejects.toThrow(/another kind of file/);
  });
});

describe("the data home's lock", () => {
  test("a second server on the same data is refused with the first one's pid and address", async () => {
    const home = freshHome();
    const first = await serverProcess(home);
    await expect(serverProcess(home)).rejects.toThrow(
      `Another server (pid ${first.pid}, ${first.url}) already uses ${home}`,
    );
    expect(await first.end("SIGTERM")).toBe(0);
    await serverProcess(home);
  });

  test("the lock of a server that was killed is taken over", async () => {
    const home = freshHome();
    await (await serverProcess(home)).end("SIGKILL");
    const { url } = await serverProcess(home);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test("the lock of a pid that now belongs to another process is taken over", async () => {
    const home = freshHome();
    const stale = { pid: process.ppid, startedAt: (processStart(process.ppid) ?? 0) - 1, url: "http://x" };
    writeFileSync(join(home, "server.lock"), JSON.stringify(stale));
    await serverHere(home);
    expect(lockHolder(home)?.pid).toBe(process.pid);
  });
});

describe("tRPC over HTTP", () => {
  test("errors carry their status and one sentence", async () => {
    const { url } = await serverHere(freshHome());
    const answer = await fetch(
      `${url}/api/trpc/runs.get?input=${encodeURIComponent('{"json":{"id":"nobody"}}')}`,
    );
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('No run \\"nobody\\"');
    await expect(
      // @ts-expect-error a workload that does not exist
      client(url).launches.run.mutate({ config: { workload: "ring-gun" } }),
    ).rejects.toThrow(/workload: expected one of/);
  });

  test("a body beyond the limit gets 413, also when its length was not announced", async () => {
    const { url } = await serverHere(freshHome());
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${url}/api/trpc/runs.rename`, {
        method: "POST",
        headers: { "content-type": "application/json" },
      });
      sent.on("response", (response) => resolve(response.statusCode)).on("error", reject);
      for (let part = 0; part < 20; part++) sent.write("x".repeat(64 * 1024));
      sent.end();
    });
    expect(status).toBe(413);
  });
});
