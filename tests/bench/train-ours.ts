import { spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { openStore } from "../../db/connection";
import type { RunConfigInput } from "../../db/contract/run-config";
import { RunConfig } from "../../db/contract/run-config";
import { backendsFolder, dataHome } from "../../db/home";
import { distFile } from "../../db/package-root";
import { readPoints } from "../../db/store/points/read-points";
import { createRun } from "../../db/store/runs/runs";
import { findSeries } from "../../db/store/series/series";
import type { MeasuredBackend } from "./on-backends";
import { temporaryHome } from "./temporary-home";
import { warmUpSteps } from "./training-lengths";

export interface TrainedRun {
  stepsPerSecond: number;
  /** Time in probes divided by the time of the steps. */
  probeShare: number;
}

/** Trains with the real trainer process, all probes on and recorded to a database. */
export async function trainOurs(
  input: RunConfigInput,
  backend: MeasuredBackend = "wasm",
): Promise<TrainedRun> {
  const { home, remove } = temporaryHome();
  try {
    if (backend === "node") symlinkSync(backendsFolder(dataHome()), backendsFolder(home));
    const config = RunConfig.parse(input);
    const db = openStore(home);
    const runId = createRun(db, { config });
    await runTrainer(home, runId, backend);
    const columns = (name: string) => {
      const series = findSeries(db, runId, name);
      if (!series) throw new Error(`Expected the run to have recorded ${name}`);
      return readPoints(db, series.id, warmUpSteps - 1, 1_000_000);
    };
    const { wallTimeMs, value } = columns("step_time");
    const probes = columns("probe_time");
    const seconds = ((wallTimeMs.at(-1) as number) - (wallTimeMs[0] as number)) / 1000;
    db.close();
    return { stepsPerSecond: (value.length - 1) / seconds, probeShare: shareOf(probes.value, value) };
  } finally {
    remove();
  }
}

/** Without the last step, at which everything is measured whether its turn has come or not. */
const shareOf = (probes: readonly number[], steps: readonly number[]): number =>
  sum(probes.slice(0, -1)) / sum(steps.slice(0, -1));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function runTrainer(home: string, runId: string, backend: MeasuredBackend): Promise<void> {
  const trainer = spawn(process.execPath, [distFile("trainer/main.js"), "--run", runId], {
    env: { ...process.env, GRADIOMETER_HOME: home, GRADIOMETER_BACKEND: backend },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  trainer.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    trainer.on("error", reject);
    trainer.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`The trainer ended with code ${code}: ${errors.slice(-500)}`)),
    );
  });
}
