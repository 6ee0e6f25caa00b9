import { type Tensor, tf } from "../tensorflow";
import type { UserCode } from "./user-code";
import { UserCodeError } from "./user-code-error";

const defaults = {
  /** So many steps in a row that each leave more tensors than the one before: a cache fills up sooner or ends. */
  growingSteps: 5,
};

/** Notices a module whose steps leave tensors behind, and finds the line that makes them. */
export interface TensorWatch {
  /** Makes a step. Throws after it, where the module leaks and leaks are to stop the run. */
  during<Result>(step: () => Result): Result;
}

export function watchTensors(
  code: UserCode,
  onLeak: "stop" | "warn" | "ignore",
  note: (text: string) => void,
): TensorWatch {
  if (onLeak === "ignore") return { during: (step) => step() };
  let before = Number.POSITIVE_INFINITY;
  let growing = 0;
  let isDone = false;
  return {
    during(step) {
      if (isDone) return step();
      const tracer = growing === defaults.growingSteps ? traceTensors() : undefined;
      let result: ReturnType<typeof step>;
      let kept: TracedTensor[] = [];
      try {
        result = step();
      } finally {
        kept = tracer?.stop() ?? [];
      }
      const now = tf.memory().numTensors;
      growing = now > before ? growing + 1 : 0;
      if (tracer && growing > 0) {
        isDone = true;
        const message = describe(code, kept, now - before);
        if (onLeak === "stop") throw new UserCodeError(message);
        note(message);
      }
      before = now;
      return result;
    },
  };
}

function describe(code: UserCode, kept: readonly TracedTensor[], perStep: number): string {
  const [first] = kept;
  const where = kept.map(({ madeAt }) => code.lineIn(madeAt.stack ?? "")).find(Boolean) ?? code.path;
  const shape = first ? `, such as one of shape [${first.tensor.shape}]` : "";
  return (
    `${where}: each step leaves ${perStep} more tensor${perStep === 1 ? "" : "s"} in memory${shape}, made here. ` +
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
