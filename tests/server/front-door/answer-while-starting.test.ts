import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { IngestError } from "../../../db/contract/ingest";
import { answerWhileStarting } from "../../../server/front-door/answer-while-starting";

test("a server that starts tells programs in JSON when to come again, and people in a page", async () => {
  const server = createServer(answerWhileStarting);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const answer = await fetch(`${url}/api/ingest`, { method: "POST", body: "{}" });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(IngestError.parse(await answer.json()).error).toMatchObject({ status: 503 });

  const page = await fetch(url, { headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
  expect(await page.text()).toContain("Gradiometer is starting");
});
