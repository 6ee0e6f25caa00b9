import { type Tensor, tf } from "../tensorflow";
import type { UserCode } from "./user-code";
import { UserCodeError } from "./user-code-error";

const defaults = {
  /** So many steps in a row that each leave more tensors than the one before: a cache fills up sooner or ends. */
  growingSteps: 5,
  /**
   * So many steps, not in a row, that leave more than there ever were, the later half of which came no slower than the
   * earlier: a cache that fills up does so ever more slowly.
   */
  growths: 10,
  /** A leak is named after so many more calls: what is gone by then was only handed from one step to the next. */
  patience: 2,
};

/** Notices a module whose calls leave tensors behind, and finds the line that makes them. */
export interface TensorWatch {
  /** Makes a step, or judges one. Throws after it, where the module leaks and leaks are to stop the run. */
  during<Result>(call: () => Result): Result;
}

export function watchTensors(
  code: UserCode,
  onLeak: "stop" | "warn" | "ignore",
  note: (text: string) => void,
): TensorWatch {
  if (onLeak === "ignore") return { during: (call) => call() };
  const growth = watchGrowth();
  let suspicion: { kept: TracedTensor[]; inARow: boolean; calls: number } | undefined;
  let isDone = false;

  function judge(): void {
    if (!suspicion || ++suspicion.calls <= defaults.patience) return;
    const left = suspicion.kept.filter(({ tensor }) => !tensor.isDisposed);
    if (left.length > 0) {
      isDone = true;
      const message = describe(code, left, suspicion.inARow);
      if (onLeak === "stop") throw new UserCodeError(message);
      note(message);
    }
    suspicion = undefined;
  }

  return {
    during(call) {
      if (isDone) return call();
      const tracer = !suspicion && growth.looksLikeLeak() ? traceTensors() : undefined;
      let result: ReturnType<typeof call>;
      let kept: TracedTensor[] = [];
      try {
        result = call();
      } finally {
        kept = tracer?.stop() ?? [];
      }
      const { by, inARow } = growth.see(tf.memory().numTensors);
      if (tracer && by > 0) suspicion = { kept, inARow, calls: 0 };
      judge();
      return result;
    },
  };
}

/** Whether the number of tensors grows as it does where they leak. */
function watchGrowth() {
  let most: number | undefined;
  let inARow = 0;
  let calls = 0;
  /** The calls at which there were more than ever before. */
  let grewAt: number[] = [];
  return {
    looksLikeLeak(): boolean {
      if (inARow >= defaults.growingSteps) return true;
      const [first, middle, last] = [0, defaults.growths / 2, defaults.growths - 1].map((index) =>
        grewAt.at(-defaults.growths + index),
      );
      return grewAt.length >= defaults.growths && last! - middle! <= middle! - first!;
    },
    see(count: number): { by: number; inARow: boolean } {
      calls += 1;
      const by = Math.max(0, count - (most ?? count));
      inARow = by > 0 ? inARow + 1 : 0;
      if (by > 0) grewAt = [...grewAt, calls].slice(-defaults.growths);
      most = Math.max(most ?? count, count);
      return { by, inARow: inARow > defaults.growingSteps };
    },
  };
}

function describe(code: UserCode, left: readonly TracedTensor[], inARow: boolean): string {
  const [first] = left;
  const where = left.map(({ madeAt }) => code.lineIn(madeAt.stack ?? "")).find(Boolean) ?? code.path;
  const howMany = `${left.length} more tensor${left.length === 1 ? "" : "s"} in memory`;
  return (
    `${where}: ${inARow ? "each step leaves" : "every few steps leave"} ${howMany}, such as one of shape [${first?.tensor.shape}], made here. ` +
    "Dispose them, or do not tf.keep them; --set limits.tensorLeak=ignore if it is meant"
  );
}

interface TracedTensor {
  tensor: Tensor;
  madeAt: Error;
}

/** Remembers where tensors are made, which costs a stack each, until stopped; then tells which are still there. */
function traceTensors(): { stop(): TracedTensor[] } {
  const engine = tf.engine() as unknown as { trackTensor(tensor: Tensor, ...rest: unknown[]): void };
  const made: TracedTensor[] = [];
  const own = Object.getOwnPropertyDescriptor(engine, "trackTensor");
  const { trackTensor } = engine;
  engine.trackTensor = (tensor, ...rest) => {
    made.push({ tensor, madeAt: new Error("made") });
    trackTensor.call(engine, tensor, ...rest);
  };
  return {
    stop() {
      if (own) Object.defineProperty(engine, "trackTensor", own);
      else Reflect.deleteProperty(engine, "trackTensor");
      return made.filter(({ tensor }) => !tensor.isDisposed);
    },
  };
}
