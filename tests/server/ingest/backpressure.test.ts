import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { refusalOf } from "../../../server/front-door/http-refusal";
import { respondRefusal } from "../../../server/front-door/respond";
import { createIngest } from "../../../server/ingest/answer-ingest";
import type { IngestAnswer } from "../../../server/ingest/messages";
import { freshDatabase } from "../../setup/database";
import { waitFor } from "../support/wait-for";
import { post } from "./post";

/** Ingest before a recorder that takes requests and answers when the test says so. */
async function slowRecorder(mostBytes: number) {
  const waiting: ((answer: IngestAnswer) => void)[] = [];
  const ingest = createIngest(
    freshDatabase(),
    { record: () => new Promise((resolve) => waiting.push(resolve)), stop: async () => {} },
    mostBytes,
  );
  const server: Server = createServer(async (req, res) => {
    try {
      await ingest(req, res);
    } catch (error) {
      respondRefusal(req, res, refusalOf(error)!);
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, waiting };
}

test("more than the server may hold is sent back with 429 and when to try again, and there is room once it is stored", async () => {
  const { url, waiting } = await slowRecorder(100_000);
  const batch = { run: "r", seq: 1, log: [{ text: "x".repeat(9_000) }] };
  const first = Array.from({ length: 5 }, () => post(url, batch));
  await waitFor("five requests", () => waiting.length === 5);
  const refused = await post(url, { ...batch, log: Array.from({ length: 9 }, () => batch.log[0]) });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(refused.body.error.message).toMatch(/send this batch again/);
  for (const answer of waiting.splice(0)) answer({ id: 0, status: 200, body: "{}" });
  await Promise.all(first);
  const again = post(url, batch);
  await waitFor("the next request", () => waiting.length === 1);
  waiting[0]?.({ id: 0, status: 503, body: "{}", retryAfterSeconds: 1 });
  const answer = await again;
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
});
