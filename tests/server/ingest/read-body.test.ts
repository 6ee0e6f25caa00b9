import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { readBody } from "../../../server/ingest/read-body";

afterEach(() => void vi.useRealTimers());

/** A request whose bytes the test writes. */
function request(headers: Record<string, string> = {}) {
  const destroyed = vi.fn();
  const stream = Object.assign(new PassThrough(), {
    headers,
    complete: false,
    socket: { destroy: destroyed },
  });
  return { req: stream as unknown as IncomingMessage, stream, destroyed };
}

const budget = () => ({ mostBytes: 2 ** 20, heldBytes: 0 });

test("a body in pieces arrives whole, in a buffer of its own, and is counted until it is given back", async () => {
  const { req, stream } = request();
  const held = budget();
  const reading = readBody(req, held);
  for (const piece of ["{", '"run"', "}"]) stream.write(piece);
  stream.end();
  const { body, heldBytes } = await reading;
  expect(Buffer.from(body).toString()).toBe('{"run"}');
  expect(body.byteLength).toBe(7);
  expect(held.heldBytes).toBe(heldBytes);
  expect(heldBytes).toBeGreaterThan(7);
});

test("a client that sends one byte a second is refused by name after 30 s, and cut off soon after", async () => {
  vi.useFakeTimers();
  const { req, stream, destroyed } = request({ "content-length": "1000" });
  const held = budget();
  const reading = readBody(req, held);
  const refused = expect(reading).rejects.toMatchObject({
    status: 408,
    message: "The body took longer than 30 s to arrive; send it again.",
  });
  for (let second = 0; second < 30; second++) {
    stream.write("x");
    await vi.advanceTimersByTimeAsync(1_000);
  }
  await refused;
  expect(held.heldBytes, "its memory is free again").toBe(0);
  expect(destroyed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(destroyed).toHaveBeenCalledOnce();
});

test("a connection that ends in the middle gives its memory back", async () => {
  const { req, stream } = request();
  const held = budget();
  const reading = readBody(req, held);
  stream.write("x".repeat(1_000));
  await new Promise((soon) => setImmediate(soon));
  expect(held.heldBytes).toBeGreaterThan(1_000);
  stream.destroy();
  await expect(reading).rejects.toThrow("The connection ended before the body did.");
  expect(held.heldBytes).toBe(0);
});
