import { createRunMonitor } from "../../diagnostics/monitor-run";
import type { Benchmark } from "./benchmark";

const steps = 20_000;
const layers = ["dense1", "dense2", "dense3", "output"];

/** Points a second through the run monitor with all detectors on, for a run that logs like a GAN. */
export const detectorPoints: Benchmark = {
  name: "detector-points",
  unit: "points/s",
  repeats: 5,
  ours: (repeat) => {
    const monitor = createRunMonitor();
    let pushed = 0;
    const push = (series: string, step: number, value: number) => {
      monitor.push({ series, step, value });
      pushed++;
    };
    const startedAt = performance.now();
    for (let step = 0; step < steps; step++) {
      // Scatter without a random number's cost in what is measured.
      const norm = 1 + 0.3 * Math.sin(step * 12.9898 + repeat);
      for (const network of ["generator", "discriminator"]) {
        push(`gradient_norm/${network}`, step, step % 3000 === 2999 ? 80 : norm);
        for (const layer of layers) push(`gradient_norm/${network}/${layer}`, step, norm / 2);
        push(`loss/${network}`, step, 0.7 + 0.1 * norm);
        push(`update_ratio/${network}`, step, 1e-3 * norm);
      }
    }
    monitor.end();
    return pushed / ((performance.now() - startedAt) / 1000);
  },
};
