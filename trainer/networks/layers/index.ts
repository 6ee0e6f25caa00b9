import type { Layer, LayerKind, LayerOf } from "../../../db/contract/architecture";
import { activation } from "./activation";
import { conv } from "./conv";
import { convTranspose } from "./conv-transpose";
import { dense } from "./dense";
import { embedding, positions } from "./embedding";
import type { BuildLayer, BuiltLayer, LayerContext } from "./layer";
import { normalization } from "./normalization";
import { averagePool, maxPool } from "./pool";
import { gru, lstm, rnn } from "./recurrent";
import { flatten, reshape } from "./reshape";
import { residual } from "./residual";
import { resizeConv } from "./resize-conv";
import { transformerBlock } from "./transformer-block";

const kinds: { [Kind in LayerKind]: BuildLayer<LayerOf<Kind>> } = {
  dense,
  conv,
  "conv-transpose": convTranspose,
  "resize-conv": resizeConv,
  "average-pool": averagePool,
  "max-pool": maxPool,
  flatten,
  reshape,
  activation,
  normalization,
  embedding,
  positions,
  rnn,
  lstm,
  gru,
  "transformer-block": transformerBlock,
  residual,
};

export function buildLayer(layer: Layer, context: LayerContext): BuiltLayer {
  return (kinds[layer.kind] as BuildLayer<Layer>)(layer, context);
}
