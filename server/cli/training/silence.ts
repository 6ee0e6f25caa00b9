/** A trainer is taken to be silent from so long on; most make a step in a tenth of it. */
const silentAfterMs = 3000;
const lookEveryMs = 1000;

/** Says again and again how long a trainer has told nothing, as in a first step of a very large network. */
export interface Silence {
  /** It told of a step. */
  broken(step: number): void;
  /** It said why it waits: nothing to say until its next step. */
  explained(): void;
  stop(): void;
}

export function watchSilence(onSilence: (line: string) => void): Silence {
  let step = 0;
  let since = performance.now();
  let isExplained = false;
  const timer = setInterval(() => {
    const silentMs = performance.now() - since;
    if (!isExplained && silentMs >= silentAfterMs) onSilence(silenceLine(step, Math.round(silentMs / 1000)));
  }, lookEveryMs);
  return {
    broken(at) {
      step = at;
      since = performance.now();
      isExplained = false;
    },
    explained() {
      isExplained = true;
    },
    stop: () => clearInterval(timer),
  };
}

function silenceLine(step: number, seconds: number): string {
  return step === 0
    ? `The first step, with all that comes before it, has taken ${seconds} s so far; fewer units or a smaller batch make it shorter`
    : `Step ${step + 1} has taken ${seconds} s so far`;
}
