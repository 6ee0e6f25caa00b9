import { describe, expect, it } from "vitest";
import { TryAgain } from "../../../clients/node/post-batch";
import { GradiometerError } from "../../../db/contract/errors";
import type { FromThread, Parcel } from "../../../trainer/emitter/messages";
import { createParcelQueue } from "../../../trainer/emitter/parcel-queue";

const parcelOf = (text: string, status?: Parcel["status"]): Parcel => ({
  series: [],
  pictures: [],
  checkpoints: [],
  guardActions: [],
  log: [{ wallTimeMs: 0, level: "info", text }],
  status,
});

/** A queue over a store that fails as told, with a clock and timers that the test moves. */
function queueOver(failures: (error: number) => Error | undefined) {
  const stored: { seq: number; texts: string[] }[] = [];
  const posted: FromThread[] = [];
  const timers: { work: () => void; afterMs: number }[] = [];
  let attempts = 0;
  let clock = 0;
  let drained = 0;
  const queue = createParcelQueue({
    store(seq, parcel) {
      const error = failures(attempts);
      attempts += 1;
      if (error) throw error;
      stored.push({ seq, texts: parcel.log.map(({ text }) => text) });
    },
    post: (message) => posted.push(message),
    onDrained: () => {
      drained += 1;
    },
    now: () => clock,
    schedule: (work, afterMs) => timers.push({ work, afterMs }),
  });
  return {
    queue,
    stored,
    posted,
    waits: () => timers.map(({ afterMs }) => afterMs),
    drained: () => drained,
    passTime() {
      const timer = timers.at(-1)!;
      clock += timer.afterMs;
      timer.work();
    },
  };
}

const full = new GradiometerError("storage-full", "The disk is full");

describe("parcel queue", () => {
  it("stores parcels in order under consecutive numbers and says so for each", () => {
    const { queue, stored, posted, drained } = queueOver(() => undefined);
    queue.add(parcelOf("a"));
    queue.add(parcelOf("b"));
    queue.close();
    expect(stored).toEqual([
      { seq: 1, texts: ["a"] },
      { seq: 2, texts: ["b"] },
    ]);
    expect(posted).toEqual([{ kind: "stored" }, { kind: "stored" }]);
    expect(drained()).toBe(1);
  });

  it("tries a parcel that a full disk refused again, under its number, before those that came after it", () => {
    const over = queueOver((attempt) => (attempt >= 1 && attempt <= 3 ? full : undefined));
    over.queue.add(parcelOf("a"));
    over.queue.add(parcelOf("b"));
    over.queue.add(parcelOf("c"));
    over.queue.close();
    expect(over.drained()).toBe(0);
    for (let retry = 0; retry < 3; retry += 1) over.passTime();
    expect(over.waits()).toEqual([250, 500, 1000]);
    expect(over.stored).toEqual([
      { seq: 1, texts: ["a"] },
      { seq: 2, texts: ["Training waits: The disk is full", "b"] },
      { seq: 3, texts: ["Recording goes on after 1.8 s; nothing was lost", "c"] },
    ]);
    expect(over.posted.map(({ kind }) => kind)).toEqual(["stored", "waiting", "stored", "resumed", "stored"]);
    expect(over.drained()).toBe(1);
  });

  it("waits longer from failure to failure, up to five seconds", () => {
    const over = queueOver(() => full);
    over.queue.add(parcelOf("a"));
    for (let retry = 0; retry < 6; retry += 1) over.passTime();
    expect(over.waits()).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    expect(over.posted).toHaveLength(1);
  });

  it("waits as long as a server asks for", () => {
    const over = queueOver((attempt) => (attempt === 0 ? new TryAgain("busy", 3000) : undefined));
    over.queue.add(parcelOf("a"));
    over.passTime();
    expect(over.waits()).toEqual([3000]);
    expect(over.stored).toEqual([{ seq: 1, texts: ["Training waits: busy", "a"] }]);
  });

  it("gives a sign of life under a number of its own, which is no parcel's, and only when there is nothing else to say", () => {
    const { queue, stored, posted } = queueOver(() => undefined);
    queue.beat();
    queue.add(parcelOf("a"));
    expect(stored).toEqual([
      { seq: 1, texts: [] },
      { seq: 2, texts: ["a"] },
    ]);
    expect(posted).toEqual([{ kind: "stored" }]);
    const away = queueOver(() => full);
    away.queue.add(parcelOf("a"));
    away.queue.beat();
    away.passTime();
    expect(away.waits()).toEqual([250, 500]);
  });

  it("stores parcels one after the other where storing takes time", async () => {
    const order: string[] = [];
    const queue = createParcelQueue({
      async store(seq) {
        order.push(`${seq} begins`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        order.push(`${seq} ends`);
      },
      post() {},
      onDrained: () => order.push("drained"),
      now: () => 0,
      schedule() {},
    });
    queue.add(parcelOf("a"));
    queue.add(parcelOf("b"));
    queue.close();
    await expect.poll(() => order).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "drained"]);
  });

  it("ends the recording on a failure that does not pass", () => {
    const over = queueOver(() => new GradiometerError("conflict", "Attempt 1 was superseded"));
    over.queue.add(parcelOf("a"));
    over.queue.add(parcelOf("b"));
    expect(over.stored).toEqual([]);
    expect(over.posted).toEqual([{ kind: "failed", message: "Attempt 1 was superseded" }]);
    expect(over.drained()).toBe(1);
  });

  it("knows when the run's last status is stored", () => {
    const { queue } = queueOver(() => undefined);
    queue.add(parcelOf("a"));
    expect(queue.hasEnded).toBe(false);
    queue.add(parcelOf("end", { status: "finished", wallTimeMs: 1 }));
    expect(queue.hasEnded).toBe(true);
  });
});
