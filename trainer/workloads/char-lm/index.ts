import type { CharLmConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { weightsOf } from "../../networks/network";
import { lengthAt } from "../../protocol/curriculum";
import { type Random, randomStream } from "../../random";
import { type Tensor, tf } from "../../tensorflow";
import { sequenceCrossEntropies } from "../sequences/sequence-cross-entropy";
import { type ClassTargets, classTargets } from "../supervised/cross-entropy";
import type { Batch } from "../supervised/supervised-model";
import { trainSupervised } from "../supervised/train-supervised";
import type { Workload } from "../workload";
import { bitsPerCharacter } from "./held-out";
import { languageModel } from "./network";
import { alphabet, hashOf, oneHot, textOf } from "./text";
import { writeWith } from "./write";

/** Characters; the standard error of bits a character is some .02, and the same text judges every run. */
const heldOutLength = 8192;
/** Two sentences or three. */
const writtenLength = 80;
const shortestWindow = 2;

/** A language model over characters, on text of a grammar whose entropy rate is known. */
export function charLm(config: CharLmConfig, context: TrainingContext): Workload {
  const { seed, textLength, windowLength } = config;
  const { characters } = textOf("training", textLength);
  const heldOut = textOf("held-out", heldOutLength);
  context.data = {
    generator: "sentences of a grammar",
    parameters: { characters: characters.length, sha256: hashOf(characters) },
  };
  const { network, apply } = languageModel(config, context.random("init/model"));

  function drawWindows(count: number, random: Random): Batch<ClassTargets> {
    const length = lengthAt({ ...config, sequenceLength: windowLength }, context.step, shortestWindow);
    const read = new Uint8Array(count * length);
    const asked = new Int32Array(count * length);
    for (let window = 0; window < count; window += 1) {
      const start = random.integer(characters.length - length);
      read.set(characters.subarray(start, start + length), window * length);
      asked.set(characters.subarray(start + 1, start + length + 1), window * length);
    }
    return { inputs: tensorOf(read, length), targets: classTargets(asked, alphabet.length) };
  }

  const training = trainSupervised<ClassTargets>(
    config,
    {
      network,
      apply,
      drawBatch: drawWindows,
      losses: sequenceCrossEntropies,
      // The loss says it.
      judge: () => {},
    },
    context,
  );

  const logitsOf = (windows: readonly Uint8Array[]): Float32Array =>
    tf.tidy(() => {
      const length = windows[0]!.length;
      const all = new Uint8Array(windows.length * length);
      for (const [index, window] of windows.entries()) all.set(window, index * length);
      return apply(weightsOf(network), tensorOf(all, length)).dataSync<"float32">();
    });

  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const needed = bitsPerCharacter(heldOut.characters, windowLength, logitsOf);
      points.set("bits_per_character/held_out", needed);
      points.set("bits_per_character/floor", heldOut.bits / (heldOut.characters.length - 1));
      const random = randomStream(seed, "samples");
      return writeWith((seen) => logitsOf([seen]).slice(-alphabet.length), {
        length: writtenLength,
        windowLength,
        random,
      });
    },
  };
}

function tensorOf(characters: Uint8Array, length: number): Tensor {
  return tf.tensor3d(oneHot(characters), [characters.length / length, length, alphabet.length]);
}
