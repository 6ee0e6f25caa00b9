import type { Optimizer as OptimizerSettings } from "../../db/contract/run-config";
import type { StateRegistry } from "../state/state-registry";
import { adam } from "./adam";
import type { Optimizer } from "./optimizer";
import { rmsprop } from "./rmsprop";
import { sgd } from "./sgd";

export type { Optimizer, UpdateSquares } from "./optimizer";
export type { OptimizerSettings };

/** The optimizer of a config, for `size` weights; what it remembers of past gradients it keeps in `state`. */
export function createOptimizer(settings: OptimizerSettings, size: number, state: StateRegistry): Optimizer {
  switch (settings.name) {
    case "sgd":
      return sgd(size, settings, state);
    case "rmsprop":
      return rmsprop(size, settings, state);
    case "adam":
      return adam(size, settings, state);
  }
}
