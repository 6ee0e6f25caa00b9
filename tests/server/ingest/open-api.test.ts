import { expect, test, vi } from "vitest";
import { z } from "zod";
import { ingestExamples } from "../../../server/ingest/examples";
import type { openApiDocument } from "../../../server/ingest/openapi";
import { freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";
import { post } from "./post";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** A served document's schema as a check of its own, so that what it says is what counts. */
function checkOf(document: typeof openApiDocument, name: keyof typeof openApiDocument.components.schemas) {
  return z.fromJSONSchema(document.components.schemas[name] as Parameters<typeof z.fromJSONSchema>[0]);
}

async function served() {
  const { url } = await serverHere(freshHome());
  const document: typeof openApiDocument = await (await fetch(`${url}/api/openapi.json`)).json();
  const answered = (status: number, body: unknown) => {
    const described = document.paths["/api/ingest"].post.responses as Record<string, unknown>;
    expect(Object.keys(described)).toContain(String(status));
    checkOf(document, status === 200 ? "IngestReceipt" : "IngestError").parse(body);
  };
  return { url, document, answered };
}

test("every example of the document is stored, and answered as it says", async () => {
  const { url, document, answered } = await served();
  for (const { summary, value } of Object.values(ingestExamples.json)) {
    checkOf(document, "IngestBatch").parse(value);
    const { status, body } = await post(url, value);
    expect([summary, status, body.outcome]).toEqual([summary, 200, "stored"]);
    answered(status, body);
  }
  for (const { value } of Object.values(ingestExamples.ndjson)) {
    const { status, body } = await post(url, value, { "content-type": "application/x-ndjson" });
    expect(status).toBe(200);
    answered(status, body);
  }
  const cursor = await (await fetch(`${url}/api/ingest/resnet-7`)).json();
  expect(checkOf(document, "IngestCursor").parse(cursor)).toMatchObject({
    status: "finished",
    attempt: 2,
    lastSeq: 2,
  });
});

const columns = (change: object) => ({
  run: "r",
  seq: 1,
  series: { "a/b": { step: [0, 1], value: [1, 2], ...change } },
});

const refusals: [what: string, batch: object | string, message: RegExp][] = [
  [
    "a step beyond 2^53 - 1",
    columns({ step: [0, 2 ** 53 + 2] }),
    /^Invalid batch: series\["a\/b"\]\.step\[1\]: expected a whole number from 0 to 9007199254740991, got 9007199254740994$/,
  ],
  ["1e18", columns({ step: [0, 1e18] }), /step\[1\]: .* got 1000000000000000000$/],
  ["a negative step", columns({ step: [-1, 1] }), /step\[0\]: .* got -1$/],
  ["a fractional step", columns({ step: [0, 0.5] }), /step\[1\]: .* got 0\.5$/],
  ["a step in words", columns({ step: [0, "1"] }), /step\[1\]: .* got "1"$/],
  [
    "a value that is none",
    columns({ value: [1, null] }),
    /\.value\[1\]: expected a number, "NaN", "Infinity" or "-Infinity", got null$/,
  ],
  [
    "a wall time before 1970",
    columns({ wallTimeMs: [1, -5] }),
    /\.wallTimeMs\[1\]: expected milliseconds since 1970, got -5$/,
  ],
  [
    "columns of unequal length",
    columns({ value: [1] }),
    /expected step, wallTimeMs and value of the same length, got 2, 2 and 1$/,
  ],
  ["a column that has another name", columns({ values: [1] }), /series\["a\/b"\]: .*got "values"/],
  [
    "a series name with a line break",
    { run: "r", seq: 1, series: { "a\nb": {} } },
    /series: expected names .* got "a\\nb"$/,
  ],
  ["no run", { seq: 1 }, /run: expected text, got nothing/],
  ["a run id with a slash", { run: "a/b", seq: 1 }, /A run id is 1 to 64 letters/],
  ["seq 0", { run: "r", seq: 0 }, /seq: .*got 0/],
  ["a key that is almost right", { run: "r", seq: 1, serie: {} }, /"serie"; did you mean "series"\?/],
  [
    "an unknown status",
    { run: "r", seq: 1, status: { status: "done" } },
    /status\.status: expected one of running, paused, finished.*got "done"/,
  ],
  [
    "bare NaN",
    '{"run":"r","seq":1,"series":{"a":{"step":[0],"value":[NaN]}}}',
    /got a bare NaN, which JSON does not have; send it as "NaN", in quotes/,
  ],
  ["no JSON", "run=r&seq=1", /Expected JSON in the body: /],
  [
    "an image that is none",
    { run: "r", seq: 1, media: [{ name: "x", step: 0, png: "aGk=" }] },
    /media\[0\]\.png: expected the bytes of a PNG/,
  ],
];
test("what is not as the document says is refused, and the message names path, expected and arrived", async () => {
  const { url, answered } = await served();
  for (const [what, batch, message] of refusals) {
    const { status, body } = await post(url, batch);
    expect([what, status, body.error?.message]).toEqual([what, 400, expect.stringMatching(message)]);
    answered(status, body);
  }
  expect((await fetch(`${url}/api/ingest/r`)).status, "nothing was made of it").toBe(404);
});

test("a line of NDJSON is refused by its number", async () => {
  const { url, answered } = await served();
  const lines = [
    '{"run":"r","seq":1}',
    '{"step":0,"metrics":{"loss":1}}',
    '{"metrics":{"loss":"low"},"step":1}',
  ];
  const { status, body } = await post(url, lines.join("\n"), { "content-type": "application/x-ndjson" });
  expect(status).toBe(400);
  expect(body.error.message).toMatch(/^Invalid batch: line 3: metrics\.loss: expected .* got "low"/);
  answered(status, body);
});

test("what cannot be stored in this order is a conflict that says what to send instead", async () => {
  const { url, answered } = await served();
  const send = async (attempt: number, seq: number) => {
    const { status, body } = await post(url, { run: "r", attempt, seq });
    answered(status, body);
    return [status, body.error?.message];
  };
  expect(await send(1, 2)).toEqual([409, expect.stringContaining("start with seq 1")]);
  expect(await send(1, 1)).toEqual([200, undefined]);
  expect(await send(1, 3)).toEqual([409, expect.stringContaining("Expected batch 2 of attempt 1")]);
  expect(await send(2, 2)).toEqual([409, expect.stringContaining("the store is at attempt 1")]);
  expect(await send(2, 1)).toEqual([200, undefined]);
  expect(await send(1, 2)).toEqual([409, expect.stringContaining("superseded by attempt 2")]);
});

test("other content types and encodings are refused by name", async () => {
  const { url, answered } = await served();
  const asked: [Record<string, string>, RegExp][] = [
    [{ "content-type": "text/csv" }, /Expected Content-Type application\/json.* got text\/csv/],
    [{ "content-type": "" }, /Expected Content-Type application\/json.* got none\./],
    [{ "content-encoding": "br" }, /Expected Content-Encoding gzip or none, got br/],
  ];
  for (const [headers, message] of asked) {
    const { status, body } = await post(url, { run: "r", seq: 1 }, headers);
    expect([status, body.error.message]).toEqual([415, expect.stringMatching(message)]);
    answered(status, body);
  }
  expect((await fetch(`${url}/api/ingest`)).status).toBe(405);
});
