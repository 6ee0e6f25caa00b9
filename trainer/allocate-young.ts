import { setFlagsFromString } from "node:v8";

/**
 * What V8 does wrong with TensorFlow.js: it learns from where in the code objects come that live long, and places what
 * comes from there among the old ones at once (allocation-site pretenuring). It takes nodes of the tape, and each clone
 * that a gradient saves, for such, since those of the step at hand are alive whenever it looks. They are garbage a
 * millisecond later, but among the old garbage waits for a major collection: of a small GAN with a penalty 19 KB a step,
 * so that 30 MB of live objects make a process that swings between 165 and 250 MB.
 *
 * The cure: objects begin young, where what steps leave behind goes with the next minor collection. The process stays at
 * 135 MB, and a step takes 4 to 15 % less of the processor on wasm, no more on native.
 *
 * Source: V8's `AllocationSite` and `PretenuringHandler`; found by its sampling heap profiler, asked for what only major
 * collections free.
 */
export function allocateYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
