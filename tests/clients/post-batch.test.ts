import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { postBatch, TryAgain } from "../../clients/node/post-batch";
import { GradiometerError } from "../../db/contract/errors";

/** A server that gives every request this answer. */
async function serverThat(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_, res) => res.writeHead(status, headers).end(body));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const refusal = (status: number, message: string) => JSON.stringify({ error: { status, message } });
const errorOf = (server: { url: string }) =>
  postBatch(server, { run: "r", seq: 1 }).then(
    () => undefined,
    (error: unknown) => error,
  );

test("a server that is busy, full or broken is to be tried again, after the time that it asks for", async () => {
  for (const [status, retryAfter] of [
    [429, "3"],
    [503, "1"],
    [507, undefined],
    [500, undefined],
    [408, undefined],
  ] as const) {
    const headers = retryAfter ? { "retry-after": retryAfter } : undefined;
    const error = await errorOf(await serverThat(status, refusal(status, "not now"), headers));
    expect(error).toBeInstanceOf(TryAgain);
    expect(error).toMatchObject({ afterMs: 1000 * Number(retryAfter ?? 0), code: "unavailable" });
    expect((error as Error).message).toContain("takes no events just now: not now");
  }
});

test("a server that is not there is to be tried again", async () => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((closed) => server.close(closed));
  const error = await errorOf({ url });
  expect(error).toBeInstanceOf(TryAgain);
  expect((error as Error).message).toBe(`The server at ${url} does not answer (ECONNREFUSED)`);
});

test("what a server refuses for good is an error in its own words", async () => {
  const server = await serverThat(409, refusal(409, "Expected batch 2"));
  const error = await errorOf(server);
  expect(error).toBeInstanceOf(GradiometerError);
  expect(error).toMatchObject({
    code: "conflict",
    message: `The server at ${server.url} refuses (409): Expected batch 2`,
  });
  expect(error).not.toBeInstanceOf(TryAgain);
});

test("another program's server is called that, whatever it answers", async () => {
  for (const [status, body] of [
    [200, "<!doctype html>"],
    [404, "Not Found"],
    [301, ""],
  ] as const)
    expect(await errorOf(await serverThat(status, body, { location: "/elsewhere" }))).toMatchObject({
      message: expect.stringMatching(/^Expected Gradiometer's server at .*correct GRADIOMETER_URL$/),
    });
});
