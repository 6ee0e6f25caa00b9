import { z } from "zod";
import { IngestBatch, IngestCursor, IngestError, IngestLine, IngestReceipt } from "../../db/contract/ingest";
import { version } from "../../package.json";
import { ingestExamples } from "./examples";

const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const json = (name: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${name}` } } });
const refused = (description: string) => ({ description, content: json("IngestError") });
const retryAfter = { "retry-after": { schema: { type: "integer" }, description: "Seconds to wait" } };

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
            "application/json": {
              schema: { $ref: "#/components/schemas/IngestBatch" },
              examples: ingestExamples.json,
            },
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
          401: refused("The server asks for its token"),
          403: refused("The request comes from a page of another site, or names another host"),
          408: refused("The body took too long to arrive"),
          409: refused("Out of order, superseded by a later attempt, or a run of Gradiometer's own"),
          413: refused("Larger than the limits"),
          415: refused("Of another content type or encoding"),
          429: { ...refused("Too much waits to be stored; send it again"), headers: retryAfter },
          500: refused("The server failed; its log says why"),
          503: { ...refused("Not recording just now; send it again"), headers: retryAfter },
          507: { ...refused("The disk is full; send it again when there is space"), headers: retryAfter },
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
        },
      },
    },
  },
  components: {
    schemas: {
      IngestBatch: schemaOf(IngestBatch, "input"),
      IngestLine: schemaOf(IngestLine, "input"),
      IngestReceipt: schemaOf(IngestReceipt, "output"),
      IngestCursor: schemaOf(IngestCursor, "output"),
      IngestError: schemaOf(IngestError, "output"),
    },
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
  },
};
