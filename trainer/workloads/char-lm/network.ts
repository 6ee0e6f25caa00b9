import type { LayerInput } from "../../../db/contract/architecture";
import type { CharLmConfig } from "../../../db/contract/run-config";
import { type BuiltNetwork, buildNetwork } from "../../networks/build";
import type { Random } from "../../random";
import { alphabet } from "./text";

/**
 * One-hot characters [batch, steps, alphabet] -> logits of the next character at each step, of the same shape, from
 * that step's and earlier characters only. Characters come as one-hot rows, whose product with a matrix is their
 * embedding, since a penalty can differentiate by them and not by numbers of characters.
 */
export function languageModel(config: CharLmConfig, random: Random): BuiltNetwork {
  const { initialization } = config;
  const output: LayerInput = { kind: "dense", units: alphabet.length };
  const layers = [...(config.model === "transformer" ? transformer(config) : recurrent(config)), output];
  return buildNetwork("model", [null, alphabet.length], { initialization, layers }, random);
}

/** As GPT-2 in small: learned positions, blocks that normalize first, a last normalization. */
function transformer({ layers, width, heads, windowLength }: CharLmConfig): LayerInput[] {
  return [
    { kind: "dense", name: "embedding", units: width, bias: false },
    { kind: "positions", length: windowLength },
    ...Array.from({ length: layers }, () => ({ kind: "transformer-block", heads }) as const),
    { kind: "normalization", normalization: "layer" },
  ];
}

function recurrent({ model, layers, width, recurrentInitialization }: CharLmConfig): LayerInput[] {
  if (model === "transformer") return [];
  return Array.from({ length: layers }, () => ({
    kind: model,
    units: width,
    returns: "all",
    recurrentInitialization,
  }));
}
