import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import type { LogLine } from "../../db/contract/events";
import { explainIssues } from "../../db/contract/explain-issues";
import { IngestBatch, type IngestBatchInput } from "../../db/contract/ingest";
import { addressedServer, serverAddress } from "../../db/contract/server-address";
import { dataHome } from "../../db/home";
import { newId } from "../../db/store/new-id";
import { finishAtExit } from "./finish-at-exit";
import { imageOf } from "./image-of";
import type { Place } from "./messages";
import { createRecorder } from "./recorder";
import { createRowBuffer } from "./row-buffer";

export { GradiometerError };

export interface RunOptions extends Pick<IngestBatchInput, "name" | "config" | "tags" | "steps" | "seed"> {
  /** Your own id of the run: 1 to 64 letters, digits, ".", "_" or "-"; a random one unless said otherwise. */
  id?: string;
  /** Go on with the run of that id where there is one: what it recorded from the first step on that comes now gives way. */
  resume?: boolean;
  /** The server to record at; the one that GRADIOMETER_URL names, or none. */
  url?: string;
  /** What that server wants; GRADIOMETER_TOKEN unless said otherwise. */
  token?: string;
  /** Without a server, the folder to record into; GRADIOMETER_HOME or ./data unless said otherwise. */
  home?: string;
}

export interface Run {
  readonly id: string;
  /** 1, and one more each time it is resumed. */
  readonly attempt: number;
  /** The largest step that was recorded before, by earlier attempts; null for none. */
  readonly lastStep: number | null;
  /** Aborts when a person asks the run to stop. */
  readonly stopRequested: AbortSignal;
  /**
   * Records metrics of a step: any numbers, NaN and the infinities included. Costs well under a microsecond a metric, and
   * waits only where some 200,000 points are on their way already. Without a step, it is the one after the last.
   */
  log(metrics: Readonly<Record<string, number>>, step?: number): void;
  /** A line of the run's log. */
  note(text: string, level?: LogLine["level"]): void;
  /**
   * Records an image of a step, such as samples or a plot: the bytes of a PNG, at most 1 MiB. Another one of the same name
   * and step takes its place.
   */
  image(name: string, png: Uint8Array, step: number): void;
  /** Keys of its config, in the place of those of before. */
  configure(config: NonNullable<IngestBatchInput["config"]>): void;
  /** Resolves once all that was logged is stored. */
  flush(): Promise<void>;
  /** Says how the run ended and resolves once everything is stored. */
  finish(status?: "finished" | "diverged" | "cancelled" | "crashed", message?: string): Promise<void>;
}

const Options = IngestBatch.pick({ name: true, config: true, tags: true, steps: true, seed: true }).extend({
  id: IngestBatch.shape.run.default(newId),
  resume: z.boolean().default(false),
  url: z.string().optional(),
  token: z.string().optional(),
  home: z.string().optional(),
});

/**
 * Opens a run for a program of yours to record: at a server, or in a data home that a server may or may not look at.
 * Resolves once the run is there. Throws a GradiometerError that says what to do where it cannot be.
 *
 *     const run = await openRun({ name: "my first", config: { lr: 0.1 } });
 *     for (let step = 0; step < 1000; step++) run.log({ loss: 1 / (step + 1) }, step);
 *     await run.finish();
 *
 * What logs fail to record, for a server that refuses or a run that another program took over, the next call throws. A
 * program that ends without `finish` is waited for as it exits, and ends the run as finished or crashed.
 */
export async function openRun(options: RunOptions = {}): Promise<Run> {
  const parsed = Options.safeParse(options);
  if (!parsed.success)
    throw new GradiometerError(
      "invalid",
      `Invalid run: ${explainIssues(parsed.error, options, () => Object.keys(Options.shape))}`,
    );
  const { id, resume, url, token, home, ...about } = parsed.data;
  const recorder = createRecorder({ run: id, place: placeOf({ url, token, home }), resume, about });
  const { attempt, lastStep } = await recorder.opened;
  const rows = createRowBuffer(recorder.slot, () => handOver(true));
  let nextStep = lastStep === null ? 0 : lastStep + 1;
  let handedOverAt = Date.now();
  let loggedAt = 0;
  let hasEnded = false;

  function handOver(isFull = false): void {
    handedOverAt = Date.now();
    recorder.handOver({ ...rows.take(), isFull });
  }

  function checkOpen(): void {
    if (hasEnded)
      throw new GradiometerError("conflict", `Run "${id}" is finished; open another, or resume it`);
    recorder.check();
  }

  function end(change: NonNullable<IngestBatchInput["status"]>): void {
    hasEnded = true;
    clearInterval(timer);
    recorder.say({ status: { ...change, wallTimeMs: Date.now() } });
    handOver();
  }

  // Without calls of log, in the middle of a long step, say, what was logged last is not held back either.
  const timer = setInterval(() => {
    try {
      if (rows.length > 0 || recorder.hasSaid) handOver();
    } catch {
      // The program's next call throws it, where the program can catch it.
    }
  }, handOverEveryMs).unref();
  const forgetExit = finishAtExit((ending) => {
    recorder.hurry();
    try {
      if (!hasEnded) end(ending);
    } catch {
      // Said by what waits.
    }
    recorder.waitAtExit();
  });

  return {
    id,
    attempt,
    lastStep,
    stopRequested: recorder.stopRequested,
    log(metrics, step = nextStep) {
      if (hasEnded || recorder.hasFailed()) checkOpen();
      const now = Date.now();
      // The series of a step then have one time in common, which the store keeps once for all of them.
      if (step !== nextStep - 1 || now - loggedAt > sameTimeMs) loggedAt = now;
      rows.add(metrics, step, loggedAt);
      nextStep = step + 1;
      if (now - handedOverAt >= handOverEveryMs) handOver();
    },
    note(text, level = "info") {
      checkOpen();
      recorder.say({ log: [{ text: String(text).slice(0, 10_000), level, wallTimeMs: Date.now() }] });
      if (recorder.hasSaidMuch) handOver();
    },
    image(name, png, step) {
      checkOpen();
      recorder.say({ media: [imageOf(name, png, step)] });
      // One a parcel: a batch then has no more than it may.
      handOver();
    },
    configure(config) {
      checkOpen();
      recorder.say({ config });
      handOver();
    },
    async flush() {
      checkOpen();
      handOver();
      await recorder.settled();
    },
    async finish(status = "finished", message) {
      checkOpen();
      end({ status, ...(message !== undefined && { message }) });
      // Whatever comes of it is told here; a program that does not wait for it is held up as it exits.
      await recorder.close().finally(forgetExit);
    },
  };
}

/** Calls for one step this close together are of one moment. */
const sameTimeMs = 100;

/** As live as a page looks. */
const handOverEveryMs = 250;

function placeOf({ url, token, home }: Pick<RunOptions, "url" | "token" | "home">): Place {
  if (url !== undefined && home !== undefined)
    throw new GradiometerError("invalid", "Invalid run: expected url or home, got both; leave one out");
  const server =
    url !== undefined
      ? serverAddress(url, token ?? process.env.GRADIOMETER_TOKEN, "url")
      : home === undefined
        ? addressedServer({ ...process.env, ...(token !== undefined && { GRADIOMETER_TOKEN: token }) })
        : undefined;
  return server ? { server } : { home: home ?? dataHome() };
}
