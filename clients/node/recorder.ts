import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { GradiometerError } from "../../db/contract/errors";
import { distFile } from "../../db/package-root";
import { merge } from "./merge";
import {
  type About,
  cells,
  counter,
  type FromThread,
  type Parcel,
  parcels,
  type ThreadData,
  type ToThread,
} from "./messages";

/** Lines of log that are handed over at once. */
const muchSaid = 500;
/** How long a program that exits without having finished its run is held up for it. */
const patienceAtExitMs = 10_000;

/** The program's side of the recording thread. It holds up the program rather than memory without end. */
export interface Recorder {
  opened: Promise<{ attempt: number; lastStep: number | null }>;
  readonly stopRequested: AbortSignal;
  /** The memory of the parcel that is being made. */
  slot(): Float64Array;
  /** Adds to what the next parcel says. */
  say(about: About): void;
  readonly hasSaid: boolean;
  readonly hasSaidMuch: boolean;
  /** Gives a parcel to the thread, and waits until there is a free slot for the next one. */
  handOver(rows: Omit<Parcel, "about">): void;
  /** Cheap enough to be asked at each call. */
  hasFailed(): boolean;
  /** Throws why recording is over, if it is. */
  check(): void;
  /** Resolves once all that was handed over is committed. */
  settled(): Promise<void>;
  /** The same, and ends the thread. */
  close(): Promise<void>;
  /** From now on nothing waits for longer than a person who wants to see the program end. */
  hurry(): void;
  /** Waits for all to be committed without giving the program's other work a turn, which it has none of any more. */
  waitAtExit(): void;
}

export function createRecorder(run: Omit<ThreadData, "rows" | "counters" | "port">): Recorder {
  const memory = new SharedArrayBuffer(parcels * cells * Float64Array.BYTES_PER_ELEMENT);
  const counters = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const slots = Array.from(
    { length: parcels },
    (_, index) => new Float64Array(memory, index * cells * Float64Array.BYTES_PER_ELEMENT, cells),
  );
  // A port of our own, since it can be read without giving the event loop a turn.
  const { port1: port, port2 } = new MessageChannel();
  const workerData: ThreadData = { ...run, rows: memory, counters: counters.buffer, port: port2 };
  const thread = new Worker(distFile("clients/node/thread.js"), {
    workerData,
    transferList: [port2],
    // Loaders of the program's are none of its business.
    execArgv: [],
  });
  const stop = new AbortController();
  let handedOver = 0;
  let slot = slots[0] as Float64Array;
  let said: About = {};
  let failure: GradiometerError | undefined;
  let isClosed = false;
  let deadline = Number.POSITIVE_INFINITY;
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const go of waiting.splice(0)) go();
  };

  const opened = new Promise<{ attempt: number; lastStep: number | null }>((resolve, reject) => {
    port.on("message", (message: FromThread) => {
      if (message.kind === "opened") resolve(message);
      else take(message);
      if (failure) reject(failure);
    });
    thread.on("error", (cause) => fail(`The recording thread failed: ${cause.message}`, { cause }));
    thread.on("exit", () => {
      readMessages();
      if (!isClosed) fail("The recording thread ended unexpectedly");
    });
    const fail = (text: string, options?: { cause: unknown }) => {
      failure ??= new GradiometerError("unavailable", text, options);
      Atomics.store(counters, counter.failed, 1);
      reject(failure);
      wake();
    };
  });
  void opened.then(rest, rest);

  /** The program may end while nothing of it waits for the thread. */
  function rest(): void {
    port.unref();
    thread.unref();
  }

  function take(message: FromThread): void {
    if (message.kind === "cancel") stop.abort("a person");
    if (message.kind === "failed") failure ??= new GradiometerError(message.code, message.message);
    wake();
  }

  const isFull = () => handedOver - Atomics.load(counters, counter.read) >= parcels;
  const isSettled = () => Atomics.load(counters, counter.stored) === handedOver;
  const hasFailed = () => Atomics.load(counters, counter.failed) === 1;

  /** Those that a program has not come by for, in a loop without a pause, say. */
  function readMessages(): void {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
  }

  function check(): void {
    if (!hasFailed()) return;
    readMessages();
    throw failure ?? new GradiometerError("unavailable", "The recording thread failed");
  }

  /** Blocks this thread while `isBusy`; the other one notifies at each change of that counter. */
  function block(which: number, isBusy: () => boolean): void {
    while (!hasFailed()) {
      const seen = Atomics.load(counters, which);
      if (!isBusy() || Date.now() >= deadline) return;
      Atomics.wait(counters, which, seen, 100);
    }
  }

  async function settled(): Promise<void> {
    port.ref();
    thread.ref();
    while (!isSettled() && !hasFailed()) await new Promise<void>((resolve) => waiting.push(resolve));
    rest();
    check();
  }

  return {
    opened,
    stopRequested: stop.signal,
    slot: () => slot,
    say(about) {
      said = merge(said, about);
    },
    get hasSaid() {
      return Object.keys(said).length > 0;
    },
    get hasSaidMuch() {
      return (said.log?.length ?? 0) >= muchSaid;
    },
    handOver(rows) {
      if (rows.length > 0 || Object.keys(said).length > 0) {
        port.postMessage({ ...rows, about: said } satisfies ToThread);
        said = {};
        handedOver++;
        slot = slots[handedOver % parcels] as Float64Array;
      }
      block(counter.read, isFull);
      readMessages();
      check();
    },
    hasFailed,
    check,
    settled,
    async close() {
      await settled();
      isClosed = true;
      thread.ref();
      const exited = new Promise((resolve) => thread.once("exit", resolve));
      port.postMessage("close" satisfies ToThread);
      await exited;
      port.close();
    },
    hurry() {
      deadline = Date.now() + patienceAtExitMs;
    },
    waitAtExit() {
      block(counter.stored, () => !isSettled());
      readMessages();
      if (isSettled()) return;
      const why = failure?.message ?? `nothing was stored for ${patienceAtExitMs / 1000} s`;
      process.stderr.write(`Run "${run.run}": what was logged last is not recorded: ${why}\n`);
    },
  };
}
