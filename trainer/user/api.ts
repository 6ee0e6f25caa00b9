/**
 * What `import ... from "gradiometer"` gives a module that defines a workload. In a trainer these are the trainer's
 * own instances, so that its networks, its backend and its corrections of TensorFlow.js are the module's too.
 */
export { z } from "zod";
export type { ArchitectureInput, LayerInput } from "../../db/contract/architecture";
export { GradiometerError } from "../../db/contract/errors";
export { activate } from "../networks/activate";
export { type BuiltNetwork, buildNetwork, mlp, type Shape } from "../networks/build";
export { createNetwork, type Network, weightsOf } from "../networks/network";
export { type Random, randomStream } from "../random";
export { type Scalar, type Tensor, tf } from "../tensorflow";
export {
  defineWorkload,
  type Examples,
  type Figures,
  type GanParts,
  type Learner,
  type Setup,
  type StepParts,
  type StepSetup,
  type SupervisedParts,
} from "./definition";
