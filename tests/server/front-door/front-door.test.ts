import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GradiometerError } from "../../../db/contract/errors";
import { mediaFile } from "../../../db/home";
import { createFrontDoor, type FrontDoor } from "../../../server/front-door/front-door";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Asked {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const sha256 = "ab".repeat(32);
const home = mkdtempSync(join(tmpdir(), "front-door-"));
const servers: Server[] = [];

/** A front door on a free port with stand-ins behind it that say which of them was reached. */
async function open(policy: Partial<FrontDoor> = {}) {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  server.on(
    "request",
    createFrontDoor({
      home,
      dev: false,
      log: pino({ level: "silent" }),
      host: "127.0.0.1",
      allowedHosts: [],
      token: null,
      port,
      ingest: () => {},
      imports: () => {},
      exports: (req, res) => res.end(`exports ${req.url}`),
      api: (req, res) => {
        if (req.url?.includes("boom")) throw new Error("secret detail");
        if (req.url?.includes("full")) throw new GradiometerError("storage-full", "The disk is full.");
        res.end("api");
      },
      pages: (req, res) => res.end(`pages ${req.headers["x-nonce"]}`),
      ...policy,
    }),
  );
  const ask = ({ path = "/", method = "GET", headers = {}, body }: Asked = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ port, host: "127.0.0.1", path, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return { ask, port };
}

beforeAll(() => {
  mkdirSync(dirname(mediaFile(home, sha256)), { recursive: true });
  writeFileSync(mediaFile(home, sha256), "not really a png");
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(home, { recursive: true });
});

test("an answer that fails midway is broken off, and the log says why; a refusal needs no log", async () => {
  const logged: string[] = [];
  const { ask } = await open({
    log: pino({ level: "error" }, { write: (line) => logged.push(line) }),
    exports: (_req, res) => {
      res.write("half of it");
      throw new GradiometerError("storage-full", "The disk is full.");
    },
  });
  await expect(ask({ path: "/api/export" })).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  expect(logged).toEqual([expect.stringMatching(/The disk is full.*a request failed/)]);
  expect((await ask({ path: "/api/trpc/full" })).status).toBe(507);
  expect(logged).toHaveLength(1);
});

describe("Host", () => {
  const cases: [string, Partial<FrontDoor>, number][] = [
    ["localhost:3000", {}, 200],
    ["127.0.0.1", {}, 200],
    ["[::1]:3000", {}, 200],
    ["dash.localhost:3000", {}, 200],
    ["evil.example", {}, 403],
    ["localhost.evil.example", {}, 403],
    ["127.0.0.1.nip.io:3000", {}, 403],
    ["192.168.1.7:3000", {}, 403],
    ["a b", {}, 400],
    ["user@localhost", {}, 400],
    ["lab.example", { host: "lab.example" }, 200],
    ["Lab.Example.:3000", { host: "lab.example" }, 200],
    ["proxy.example", { allowedHosts: ["proxy.example"] }, 200],
    ["192.168.1.7:3000", { host: "0.0.0.0" }, 200],
    ["[fe80::7]:3000", { host: "::" }, 200],
    ["evil.example", { host: "0.0.0.0" }, 403],
  ];
  test.each(cases)("%s to a server with %o is answered with %i", async (host, policy, status) => {
    const { ask } = await open(policy);
    expect((await ask({ headers: { host } })).status).toBe(status);
  });

  test("health is hidden from strange names, too", async () => {
    const { ask } = await open();
    expect((await ask({ path: "/healthz", headers: { host: "evil.example" } })).status).toBe(403);
    expect(await ask({ path: "/healthz" })).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });
});

describe("Origin", () => {
  const own = { host: "localhost:3000" };
  const cases: [string, Record<string, string>, number][] = [
    ["our own page", { origin: "http://localhost:3000" }, 200],
    ["our own page behind a TLS proxy", { origin: "https://localhost:3000" }, 200],
    ["a program that sends no origin", {}, 200],
    ["another site", { origin: "https://evil.example" }, 403],
    ["another port of this machine", { origin: "http://localhost:8080" }, 403],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["another scheme", { origin: "ftp://localhost:3000" }, 403],
    ["a cross-site request without origin", { "sec-fetch-site": "cross-site" }, 403],
    ["a same-site sibling", { "sec-fetch-site": "same-site" }, 403],
    ["a typed address", { "sec-fetch-site": "none" }, 200],
    ["a same-origin read", { "sec-fetch-site": "same-origin" }, 200],
  ];
  test.each(cases)("the API answers %s with %o: %i", async (_who, headers, status) => {
    const { ask } = await open();
    for (const method of ["GET", "POST"])
      expect((await ask({ path: "/api/trpc/x", method, headers: { ...own, ...headers } })).status).toBe(
        status,
      );
  });

  test("a link from another site opens a page", async () => {
    const { ask } = await open();
    expect((await ask({ headers: { "sec-fetch-site": "cross-site" } })).status).toBe(200);
  });
});

describe("token", () => {
  const token = "correct horse battery staple";
  test.each([
    ["no token", {}, 401],
    ["a wrong one", { authorization: "Bearer wrong" }, 401],
    ["another scheme", { authorization: `Basic ${token}` }, 401],
    ["a made-up cookie", { cookie: "gradiometer_session_1=x" }, 401],
    ["the right one", { authorization: `Bearer ${token}` }, 200],
    ["the right one, scheme in lower case", { authorization: `bearer ${token}` }, 200],
  ])("%s", async (_name, headers: Record<string, string>, status) => {
    const { ask } = await open({ token });
    for (const path of ["/", "/api/trpc/x"]) expect((await ask({ path, headers })).status).toBe(status);
    expect((await ask({ path: `/media/${sha256}.png`, headers })).status).toBe(status);
    expect((await ask({ path: "/healthz", headers })).status).toBe(200);
  });

  test("/?token= logs in: a cookie that scripts cannot read, and the page without the token", async () => {
    const { ask } = await open({ token });
    const answer = await ask({ path: `/runs?status=running&token=${encodeURIComponent(token)}` });
    expect(answer).toMatchObject({ status: 303, headers: { location: "/runs?status=running" } });
    const cookie = answer.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(token);
    const session = cookie.split(";")[0] ?? "";
    expect((await ask({ path: "/api/trpc/x", headers: { cookie: `other=1; ${session}` } })).status).toBe(200);
  });

  test("a login with a wrong token is refused, and none leads to another site", async () => {
    const { ask } = await open({ token });
    expect((await ask({ path: "/?token=wrong" })).status).toBe(401);
    const path = `//evil.example?token=${encodeURIComponent(token)}`;
    expect((await ask({ path })).headers.location).toBe("/evil.example");
  });

  test("a browser without a session is offered a form", async () => {
    const { ask } = await open({ token });
    const answer = await ask({ headers: { accept: "text/html" } });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('<input name="token"');
  });
});

describe("methods, sizes and addresses", () => {
  test.each([
    ["/", "POST", 405],
    ["/", "DELETE", 405],
    ["/healthz", "POST", 405],
    ["/api/trpc/x", "PUT", 405],
    ["/api/trpc/x", "OPTIONS", 405],
    ["/api/elsewhere", "GET", 404],
    ["/x/../api/elsewhere", "GET", 404],
    ["/media/../gradiometer.db", "GET", 200],
    ["/media/%2e%2e%2fgradiometer.db", "GET", 404],
    ["/media/nothing.png", "GET", 404],
    [`/media/${"cd".repeat(32)}.png`, "GET", 404],
  ])("%s %s -> %i", async (path, method, status) => {
    const { ask } = await open();
    expect((await ask({ path, method })).status).toBe(status);
  });

  test("a body announced as too large is refused before it is read", async () => {
    const { ask } = await open();
    const headers = { "content-length": String(1024 * 1024 + 1) };
    const answer = await ask({ path: "/api/trpc/x", method: "POST", headers });
    expect(answer.status).toBe(413);
    expect(answer.body).toContain("at most 1048576");
  });
});

describe("answers", () => {
  test("every page carries the security headers, and a nonce of its own", async () => {
    const { ask } = await open();
    const [first, second] = [await ask(), await ask()];
    expect(first.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    const policy = String(first.headers["content-security-policy"]);
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).toContain(`'nonce-${first.body.replace("pages ", "")}'`);
    expect(second.body).not.toBe(first.body);
  });

  test("media are served as what they are and may be kept for ever", async () => {
    const { ask } = await open();
    const path = `/media/${sha256}.png`;
    const answer = await ask({ path });
    expect(answer).toMatchObject({ status: 200, body: "not really a png" });
    expect(answer.headers["cache-control"]).toContain("immutable");
    expect(answer.headers["content-type"]).toBe("image/png");
    expect((await ask({ path, headers: { "if-none-match": `"${sha256}"` } })).status).toBe(304);
    expect((await ask({ path, method: "HEAD" })).body).toBe("");
  });

  test("our errors pass with their status, unforeseen ones without their detail", async () => {
    const { ask } = await open();
    const full = await ask({ path: "/api/trpc/full" });
    expect(full.status).toBe(507);
    expect(JSON.parse(full.body).error.json).toMatchObject({
      message: "The disk is full.",
      data: { httpStatus: 507 },
    });
    expect((await ask({ path: "/api/elsewhere" })).body).toMatch(/^\{"error":\{"status":404,"message":/);
    const boom = await ask({ path: "/api/trpc/boom" });
    expect(boom.status).toBe(500);
    expect(boom.body).not.toContain("secret");
  });
});

test("an address that cannot be decoded is refused before a page sees it", async () => {
  const { ask } = await open();
  const { status, body } = await ask({ path: "/runs/%E0%A4%A" });
  expect(status).toBe(400);
  expect(body).toContain("encodes nothing");
});
