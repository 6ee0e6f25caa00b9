import type { Optimizer as OptimizerSettings } from "../../db/contract/run-config";
import { adam } from "./adam";
import type { Optimizer } from "./optimizer";
import { rmsprop } from "./rmsprop";
import { sgd } from "./sgd";

export type { Optimizer, UpdateSquares } from "./optimizer";

/** The optimizer of a config, for `size` weights, with its own state. */
export function createOptimizer(settings: OptimizerSettings, size: number): Optimizer {
  switch (settings.name) {
    case "sgd":
      return sgd(size, settings);
    case "rmsprop":
      return rmsprop(size, settings);
    case "adam":
      return adam(size, settings);
  }
}
