import type { GradiometerError } from "../../../db/contract/errors";
import { checkSecondOrder } from "../../../trainer/autodiff/self-test";
import { loadWasm } from "../../../trainer/backend/wasm";
import { tf } from "../../../trainer/tensorflow";
import { penalizedCritic } from "./penalized-critic";

/** The self-test on a tanh critic and stock tfjs, in a process of its own; prints what it says. */
await loadWasm(tf);
const { loss, weights } = penalizedCritic(16, 8, (x) => tf.tanh(x));
try {
  checkSecondOrder(tf, loss, weights);
  process.stdout.write("passed");
} catch (error) {
  process.stdout.write(`${(error as GradiometerError).code}: ${(error as Error).message}`);
}
