import { z } from "zod";
import {
  IngestBatch,
  IngestCursor,
  IngestError,
  IngestLine,
  IngestReceipt,
  JsonValue,
} from "../../db/contract/ingest";
import { AnyNumber } from "../../db/contract/non-finite";
import { version } from "../../package.json";
import { ingestExamples } from "./examples";

const address = (name: string) => `#/components/schemas/${name}`;

/** Schemas by their names; where one of them holds another, it refers to it by its address in the document. */
function described(io: "input" | "output", named: Record<string, z.ZodType>): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: address,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // JSON has no non-finite numbers: what is left of them would let anything pass.
      if (zodSchema === AnyNumber)
        jsonSchema.anyOf = [{ type: "number" }, { type: "string", enum: ["NaN", "Infinity", "-Infinity"] }];
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

const json = (name: string) => ({ "application/json": { schema: { $ref: address(name) } } });
const refused = (description: string) => ({ description, content: json("IngestError") });
const retryAfter = { "retry-after": { schema: { type: "integer" }, description: "Seconds to wait" } };

/** What any request may be answered. */
const refusals = {
  401: refused("The server asks for its token"),
  403: refused("The request comes from a page of another site, or names another host"),
  405: refused("Of another method"),
  500: refused("The server failed; its log says why"),
};

/** OpenAPI 3.1 of what other programs call. Its schemas are those that the server checks with. */
export const openApiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Gradiometer ingest",
    version,
    description: "Recording runs that other programs train. See docs/ingest.md.",
  },
  security: [{}, { token: [] }],
  paths: {
    "/api/ingest": {
      post: {
        operationId: "ingest",
        summary: "Store a batch of events of a run; answered once it is committed",
        requestBody: {
          required: true,
          description: "May be packed with gzip (Content-Encoding: gzip)",
          content: {
            "application/json": { schema: { $ref: address("IngestBatch") }, examples: ingestExamples.json },
            "application/x-ndjson": {
              schema: {
                type: "string",
                description: "A first line as IngestBatch, then one IngestLine a line: together one batch",
              },
              examples: ingestExamples.ndjson,
            },
          },
        },
        responses: {
          200: { description: "Stored, or stored before", content: json("IngestReceipt") },
          400: refused("Not as described here; the message names path, expected and arrived"),
          408: refused("The body took too long to arrive"),
          409: refused("Out of order, superseded by a later attempt, or a run of Gradiometer's own"),
          413: refused("Larger than the limits"),
          415: refused("Of another content type or encoding"),
          429: { ...refused("Too much waits to be stored; send it again"), headers: retryAfter },
          503: { ...refused("Not recording just now; send it again"), headers: retryAfter },
          507: { ...refused("The disk is full; send it again when there is space"), headers: retryAfter },
          ...refusals,
        },
      },
    },
    "/api/ingest/{run}": {
      get: {
        operationId: "cursor",
        summary: "Where the store is in a run, for a client that goes on after a restart",
        parameters: [{ name: "run", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: { description: "The latest attempt", content: json("IngestCursor") },
          400: refused("No run id"),
          404: refused("No such run"),
          ...refusals,
        },
      },
    },
  },
  components: {
    schemas: {
      ...described("input", { IngestBatch, IngestLine, JsonValue, AnyNumber }),
      ...described("output", { IngestReceipt, IngestCursor, IngestError }),
    },
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
  },
};
