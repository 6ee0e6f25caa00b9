import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "../../../db/connection";
import { ingestLimits } from "../../../db/contract/ingest";
import { findSeries, listAllSeries } from "../../../db/store/series/series";
import { freshDatabase, freshHome } from "../../setup/database";
import { type ServerProcess, serverProcess } from "../support/servers";
import { post } from "./post";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** Opens a socket, sends `head`, and collects what comes back. */
function talk(
  url: string,
  head: string,
): Promise<{ socket: Socket; answer(): string; closed: Promise<void> }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    onTestFinished(() => void socket.destroy());
    socket.once("error", reject);
    socket.once("connect", () => {
      // A server that closes early resets what is still on its way.
      socket.off("error", reject).on("error", () => {});
      socket.write(head);
      resolve({ socket, answer: () => text, closed });
    });
  });
}

const head = (url: string, headers: string) =>
  `POST /api/ingest HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\n${headers}\r\n`;

async function expectServes(url: string): Promise<void> {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const { status, body } = await post(url, { run: "healthy", attempt: Date.now() % 1_000_000, seq: 1 });
  expect([status, body.outcome]).toEqual([200, "stored"]);
}

/** Somebody else is served again and again before the abuse has ended. */
async function expectServesMeanwhile(url: string, abuse: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const abused = (async () => {
    for (let round = 0; round < 5; round++) await abuse();
    isOver = true;
  })();
  let served = 0;
  while (!isOver) {
    await expectServes(url);
    if (!isOver) served++;
  }
  await abused;
  expect(served).toBeGreaterThan(0);
}

/** The most memory that a process has had so far; 0 where the system does not say. */
const peakMiB = ({ pid }: ServerProcess): number =>
  process.platform === "linux"
    ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024
    : 0;

test("a body of a gigabyte is refused by its announcement, and in chunks at the limit", async () => {
  const { url } = await serverProcess(freshHome());
  const announced = await talk(url, head(url, `Content-Length: ${2 ** 30}\r\n`));
  await announced.closed;
  expect(announced.answer()).toMatch(/^HTTP\/1.1 413 .*has 1073741824 bytes; at most 16777216 are accepted/s);

  const chunked = await talk(url, head(url, "Transfer-Encoding: chunked\r\n"));
  const chunk = `100000\r\n${" ".repeat(2 ** 20)}\r\n`;
  let sent = 0;
  for (; sent < 1024 && chunked.answer() === "" && !chunked.socket.destroyed; sent++)
    await new Promise<void>((written) => chunked.socket.write(chunk, () => setImmediate(written)));
  await chunked.closed;
  expect(chunked.answer()).toMatch(
    /^HTTP\/1.1 413 .*has more than 16777216 bytes; at most 16777216 are accepted. Send it in smaller batches/s,
  );
  expect(sent, "it was not read to its end").toBeLessThan(1024);
  await expectServes(url);
});

test("a gzip bomb is refused at the limit of what it unpacks to", async () => {
  const { url } = await serverProcess(freshHome());
  const bomb = gzipSync(Buffer.alloc(256 * 2 ** 20, " "));
  expect(bomb.length).toBeLessThan(2 ** 20);
  const { status, body } = await post(url, bomb, { "content-encoding": "gzip" });
  expect([status, body.error.message]).toEqual([413, expect.stringContaining("once it is unpacked")]);
  const broken = await post(url, Buffer.from("no gzip"), { "content-encoding": "gzip" });
  expect([broken.status, broken.body.error.message]).toEqual([
    400,
    expect.stringContaining("Expected a body in gzip"),
  ]);
  await expectServesMeanwhile(url, () => post(url, bomb, { "content-encoding": "gzip" }));
});

test("JSON that is nested too deeply is refused wherever it stands, before it is built", async () => {
  const server = await serverProcess(freshHome());
  const { url } = server;
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const deepest = 7_000_000;
  for (const depth of [200, deepest])
    for (const where of ["config", "unknown", "tags", "series"]) {
      const content = where === "config" || where === "series" ? `{"a":${nested(depth)}}` : nested(depth);
      const { status, body } = await post(url, `{"run":"r","seq":1,"${where}":${content}}`);
      expect([where, depth, status, body.error?.message]).toEqual([
        where,
        depth,
        400,
        expect.stringContaining(where),
      ]);
    }
  const body = `{"run":"r","seq":1,"config":${nested(deepest)}}`;
  await expectServesMeanwhile(url, () => post(url, body));
  expect(peakMiB(server), "JSON.parse of it takes two gigabytes").toBeLessThan(1000);
});

test("a body of millions of groups, keys or lines is refused before it is built", async () => {
  const server = await serverProcess(freshHome());
  const { url } = server;
  const lines = { "content-type": "application/x-ndjson" };
  const head = '{"run":"r","attempt":1,"seq":1}\n';
  const names = (count: number) => Array.from({ length: count }, (_, index) => `"a${index}":0`).join(",");
  const refusals = [
    [
      `{"run":"r","seq":1,"log":[${"{},".repeat(5_000_000)}{}]}`,
      {},
      "log: expected at most 262144 groups and lists",
    ],
    [
      `{"run":"r","seq":1,"config":{${names(1_000_000)}}}`,
      {},
      "config: expected at most 65536 keys in a group, got 1000000",
    ],
    [
      `${head}{"step":0,"metrics":{${names(1_000_000)}}}`,
      lines,
      "metrics: expected at most 10000 names, got 1000000",
    ],
    [`${head}${"{}\n".repeat(5_000_000)}`, lines, "at most 262144 lines in the body, got 5000002"],
  ] as const;
  for (const [text, headers, says] of refusals) {
    const { status, body } = await post(url, text, headers);
    expect([status, body.error?.message]).toEqual([413, expect.stringContaining(says)]);
    await expectServesMeanwhile(url, () => post(url, text, headers));
  }
  expect(peakMiB(server)).toBeLessThan(1000);
});

test("a million series names are refused with what they probably are", async () => {
  const home = freshHome();
  const { url } = await serverProcess(home);
  const names = Array.from({ length: 1_000_000 }, (_, index) => `"a${index}":0`);
  const million = `{"run":"r","seq":1,"series":{${names.join(",")}}}`;
  const once = await post(url, million);
  expect([once.status, once.body.error.message]).toEqual([
    413,
    expect.stringMatching(/at most 10000 names, got 1000000; a series is one name with many steps/),
  ]);
  await expectServesMeanwhile(url, () => post(url, million));
  // And batch by batch.
  const series = (from: number, to: number) =>
    Object.fromEntries(
      names.slice(from, to).map((_, index) => [`b${from + index}`, { step: [0], value: [0] }]),
    );
  expect((await post(url, { run: "r", seq: 1, series: series(0, ingestLimits.seriesPerRun) })).status).toBe(
    200,
  );
  const more = await post(url, { run: "r", seq: 2, series: series(9_999, 10_001) });
  expect([more.status, more.body.error.message]).toEqual([
    413,
    expect.stringMatching(/would have 10001 series/),
  ]);
  expect((await post(url, { run: "r", seq: 2, series: series(9_990, 10_000) })).status).toBe(200);
  expect(listAllSeries(freshDatabase(home), "r")).toHaveLength(ingestLimits.seriesPerRun);
});

test("clients that hold connections and send one byte now and then give way to those that ask", async () => {
  const { url } = await serverProcess(freshHome());
  const sockets = await Promise.all(
    Array.from({ length: 700 }, (_, index) =>
      talk(
        url,
        index % 2 === 0 ? "" : index % 4 === 1 ? "POST /api/ing" : head(url, "Content-Length: 100\r\n"),
      ),
    ),
  );
  for (const { socket } of sockets) socket.write("{");
  await expectServes(url);
  const open = sockets.filter(({ socket }) => !socket.destroyed).length;
  expect(open, "the longest idle ones were closed").toBeLessThanOrEqual(512);
  for (const { socket } of sockets.slice(600)) socket.destroy();
  await expectServes(url);
});

test("clients that send a byte a second are refused by name after half a minute and cut off, and others are served meanwhile", async () => {
  const { url } = await serverProcess(freshHome());
  const slow = await Promise.all(
    Array.from({ length: 50 }, () => talk(url, head(url, "Content-Length: 1000\r\n"))),
  );
  const drip = setInterval(() => {
    for (const { socket } of slow) if (!socket.destroyed) socket.write(" ");
  }, 1000);
  onTestFinished(() => clearInterval(drip));
  let isOver = false;
  const over = Promise.all(slow.map(({ closed }) => closed)).then(() => {
    isOver = true;
  });
  for (; !isOver; await delay(500)) await expectServes(url);
  await over;
  for (const { answer } of slow)
    expect(answer()).toMatch(/^HTTP\/1.1 408 .*took longer than 30 s to arrive; send it again/s);
});

test("a client that vanished in the middle of a body leaves nothing, and its retry is stored once", async () => {
  const home = freshHome();
  const { url } = await serverProcess(home);
  const batch = { run: "r", seq: 1, series: { loss: { step: [0, 1], value: [1, 2] } } };
  const text = JSON.stringify(batch);
  const { socket } = await talk(
    url,
    `${head(url, `Content-Length: ${text.length}\r\n`)}${text.slice(0, 40)}`,
  );
  socket.resetAndDestroy();
  expect((await post(url, batch)).body).toMatchObject({ outcome: "stored", points: 2 });
  expect((await post(url, batch)).body).toMatchObject({ outcome: "duplicate" });
  expect(findSeries(freshDatabase(home), "r", "loss")).toMatchObject({ count: 2 });
});

test("clocks that are an hour off are stored as they say, and harm no other run", async () => {
  const home = freshHome();
  const { url } = await serverProcess(home);
  const hourMs = 3_600_000;
  for (const [run, offset] of [
    ["ahead", hourMs],
    ["behind", -hourMs],
  ] as const) {
    const wallTimeMs = [0, 1, 2].map((index) => Date.now() + offset + index * 100);
    const sent = await post(url, {
      run,
      seq: 1,
      series: { loss: { step: [0, 1, 2], value: [3, 2, 1], wallTimeMs } },
    });
    expect(sent.status).toBe(200);
    const back = await post(url, {
      run,
      seq: 2,
      series: { loss: { step: [3], value: [0], wallTimeMs: [wallTimeMs[0]! - 10_000] } },
      status: { status: "finished", wallTimeMs: wallTimeMs[2] },
    });
    expect(back.status).toBe(200);
  }
  const db = freshDatabase(home);
  const rows = db.sqlite
    .prepare("SELECT id, status, step, steps_per_second AS pace FROM run ORDER BY id")
    .all() as { id: string; pace: number | null }[];
  expect(rows).toMatchObject([
    { id: "ahead", status: "finished", step: 3 },
    { id: "behind", status: "finished", step: 3 },
  ]);
  for (const { pace } of rows) expect(pace === null || pace >= 0).toBe(true);
});

test("while another program holds the database, a batch waits for it and is stored when it lets go", async () => {
  const home = freshHome();
  const { url } = await serverProcess(home);
  const other = openDatabase(freshDatabase(home).file);
  other.sqlite.exec("BEGIN IMMEDIATE");
  const sent = post(url, { run: "r", seq: 1, series: { loss: { step: [0], value: [1] } } });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  other.sqlite.exec("COMMIT");
  other.close();
  expect((await sent).body).toMatchObject({ outcome: "stored", points: 1 });
});
