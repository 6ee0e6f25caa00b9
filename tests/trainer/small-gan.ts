import { RunConfig } from "../../db/contract/run-config";
import { createContext } from "../../trainer/context";
import { createWorkload } from "../../trainer/workloads";

/** A small GAN with a gradient penalty, in memory; returns what trains it for so many steps more. */
export function smallGan(): (steps: number) => void {
  const config = RunConfig.parse({
    workload: "ring-gan",
    hidden: 8,
    layers: 1,
    batchSize: 8,
    discriminatorUpdates: 1,
    onNonFinite: "continue",
    interventions: [{ name: "wgan-gp", coefficient: 1 }],
  });
  const context = createContext(config);
  const workload = createWorkload(config, context);
  return (steps) => {
    for (let made = 0; made < steps; made += 1) {
      context.step += 1;
      workload.step(new Map());
    }
  };
}
