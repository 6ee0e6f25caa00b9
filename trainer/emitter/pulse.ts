/**
 * What the training thread shows of itself to the recording thread, without a message: how often it came by between
 * two steps, the step it recorded last, and whether it waits of its own accord.
 */
export interface Pulse {
  beats: number;
  step: number;
  isWaiting: boolean;
}

const [beats, step, waiting] = [0, 1, 2];

export const createPulse = (): SharedArrayBuffer => new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);

export function showPulse(memory: SharedArrayBuffer): {
  recorded(step: number): void;
  /** Waiting begins, or ends: a step begins. */
  waits(isWaiting: boolean): void;
} {
  const cells = new Int32Array(memory);
  return {
    recorded: (at) => void Atomics.store(cells, step!, at),
    waits(isWaiting) {
      Atomics.store(cells, waiting!, isWaiting ? 1 : 0);
      Atomics.add(cells, beats!, 1);
    },
  };
}

export function readPulse(memory: SharedArrayBuffer): Pulse {
  const cells = new Int32Array(memory);
  return {
    beats: Atomics.load(cells, beats!),
    step: Atomics.load(cells, step!),
    isWaiting: Atomics.load(cells, waiting!) === 1,
  };
}
