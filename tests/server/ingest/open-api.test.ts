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
function checkOf({ components }: typeof openApiDocument, name: string) {
  // The reader knows no other place of definitions.
  const placed = JSON.stringify({ ...components.schemas[name], $defs: components.schemas });
  return z.fromJSONSchema(JSON.parse(placed.replaceAll("#/components/schemas/", "#/$defs/")));
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

/** All that `$ref` names anywhere in it. */
function references(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const { $ref } = part as { $ref?: unknown };
  return [...(typeof $ref === "string" ? [$ref] : []), ...Object.values(part).flatMap(references)];
}

test("every reference of the document leads to a schema of it", async () => {
  const { document } = await served();
  const found = new Set(references(document));
  expect(found).toContain("#/components/schemas/IngestBatch");
  for (const reference of found)
    expect(
      reference
        .slice("#/".length)
        .split("/")
        .reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], document),
      reference,
    ).toBeTypeOf("object");
});

test("values that the server refuses the document refuses too, and those that it takes it takes", async () => {
  const { url, document } = await served();
  const batch = checkOf(document, "IngestBatch");
  const of = (value: unknown, seq: number) => ({
    run: "values",
    seq,
    series: { loss: { step: [0], value: [value] } },
    config: { nested: [{ any: null }, true, "x"] },
  });
  const taken = [1.5, -0, 1e300, "NaN", "Infinity", "-Infinity"];
  for (const [index, value] of taken.entries()) {
    expect(batch.safeParse(of(value, index + 1)).success, String(value)).toBe(true);
    expect((await post(url, of(value, index + 1))).status, String(value)).toBe(200);
  }
  for (const value of [null, true, "nan", "1.5", [1], { a: 1 }]) {
    expect(batch.safeParse(of(value, 7)).success, String(value)).toBe(false);
    expect((await post(url, of(value, 7))).status, String(value)).toBe(400);
  }
});

test("what reading the cursor may be answered stands in the document", async () => {
  const { url, document } = await served();
  const described = document.paths["/api/ingest/{run}"].get.responses;
  const asked: [path: string, init: RequestInit, status: 403 | 404 | 405 | 400][] = [
    ["/api/ingest/nobody", {}, 404],
    ["/api/ingest/a%20b", {}, 400],
    ["/api/ingest/nobody", { headers: { origin: "http://elsewhere.example" } }, 403],
    ["/api/ingest/nobody", { method: "PUT" }, 405],
  ];
  for (const [path, init, status] of asked) {
    const answer = await fetch(url + path, init);
    expect([path, answer.status]).toEqual([path, status]);
    expect(described[status]).toBeDefined();
    checkOf(document, "IngestError").parse(await answer.json());
  }
});

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
    "a tag of many that holds a space",
    { run: "r", seq: 1, tags: ["a", "b c"] },
    /tags\.1: expected a tag without spaces/,
  ],
  [
    "an image that is no base64",
    { run: "r", seq: 1, media: [{ name: "x", step: 0, png: "%" }] },
    /media\.0\.png: expected text in the form of base64, got "%"/,
  ],
  [
    "an environment's version under a key of its own",
    { run: "r", seq: 1, environment: { cpu: "x", python: "3.12" } },
    /environment\.python/,
  ],
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
  expect(body.error.message).toMatch(
    /^Invalid batch: line 3: metrics\.loss: expected a number, "NaN", "Infinity" or "-Infinity", got "low"/,
  );
  answered(status, body);
  const spaced = await post(url, ["", ...lines].join("\n\n"), { "content-type": "application/x-ndjson" });
  expect(spaced.body.error.message, "empty lines count, as they do in an editor").toMatch(/line 7: metrics/);
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
