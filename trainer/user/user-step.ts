import { GradiometerError } from "../../db/contract/errors";
import type { UserStepConfig } from "../../db/contract/run-config";
import type { TrainingContext } from "../context";
import { differentiate } from "../gradients/differentiate";
import { createUpdater } from "../gradients/updater";
import { stabilizersOf } from "../interventions";
import { type Network, weightsOf } from "../networks/network";
import type { Points } from "../probes/points";
import { tf } from "../tensorflow";
import type { Workload } from "../workloads/workload";
import type { Learner, StepDefinition } from "./definition";
import { addFigures } from "./figures";
import type { ModuleSetup } from "./setup";
import { expectParts, expectShape } from "./shapes";
import type { UserCode } from "./user-code";

/** A step of a module's own, its networks trained by the run's optimizer, schedule and clipping. */
export function userStep(
  config: UserStepConfig,
  { create }: StepDefinition,
  { setup }: ModuleSetup,
  code: UserCode,
  context: TrainingContext,
): Workload {
  const stabilizers = stabilizersOf(config.interventions, context);
  /** What each learner did in the step being made. */
  const reports: ((points: Points) => boolean)[] = [];
  let isMinimizing = false;

  /** A loss inside of another's would move weights that the outer one is being differentiated by. */
  function alone<Result>(work: () => Result): Result {
    if (isMinimizing)
      throw new GradiometerError(
        "invalid",
        "minimize was called inside a loss that is being minimized: minimize one after the other, or add both losses up",
      );
    isMinimizing = true;
    try {
      return work();
    } finally {
      isMinimizing = false;
    }
  }

  function learner(network: Network): Learner {
    const updater = createUpdater({
      network,
      optimizer: config.optimizer,
      stabilizers,
      constraints: [],
      context,
    });
    let last: number | undefined;
    reports.push((points) => {
      if (last === undefined) return true;
      updater.report(points, last);
      const isSound = Number.isFinite(last);
      last = undefined;
      return isSound;
    });
    return {
      minimize(loss) {
        const value = alone(() =>
          tf.tidy(() => {
            const weights = weightsOf(network);
            const checked = () => {
              const scalar = loss(weights);
              expectShape("the loss", scalar, [], loss, code);
              return scalar;
            };
            return differentiate(network, weights, checked, updater.gradient).loss;
          }),
        );
        updater.apply();
        last = value;
        return value;
      },
    };
  }

  const parts = create({
    ...setup,
    learner,
    get step() {
      return context.step;
    },
  });
  expectParts(parts, ["step"], create, code);
  return {
    penalizedLosses: () => [],
    step(points) {
      // Figures as they are: a tidy looks through whatever it is given back for tensors.
      let figures: unknown;
      tf.tidy(() => {
        figures = parts.step();
      });
      const sound = reports.map((report) => report(points));
      addFigures(points, figures, parts.step, code);
      const outcome = points.get("outcome") ?? points.get("loss/model");
      if (outcome !== undefined) points.set("outcome", outcome);
      return sound.every(Boolean);
    },
  };
}
