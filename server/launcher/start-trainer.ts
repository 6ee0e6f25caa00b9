import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { runLogFile } from "../../db/home";
import { distFile } from "../../db/package-root";
import { type ProcessIdentity, processStart } from "../../db/process-identity";

export interface StartedTrainer extends ProcessIdentity {
  child: ChildProcess;
}

/**
 * Starts a run's trainer as a process that outlives this one: its own session, and its output in a
 * file rather than in a pipe that would break with us. One math thread each, since an experiment is
 * many small runs at once. Undefined when the process could not be started.
 */
export function startTrainer(
  home: string,
  runId: string,
  backend: string | undefined,
): StartedTrainer | undefined {
  const file = runLogFile(home, runId);
  mkdirSync(dirname(file), { recursive: true });
  const output = openSync(file, "a");
  try {
    const child = spawn(process.execPath, [distFile("trainer/main.js"), "--run", runId], {
      detached: true,
      stdio: ["ignore", output, output],
      env: {
        ...process.env,
        NODE_ENV: "production",
        GRADIOMETER_HOME: home,
        // Whoever launched it looks for its points here.
        GRADIOMETER_URL: "",
        ...(backend ? { GRADIOMETER_BACKEND: backend } : {}),
        OMP_NUM_THREADS: "1",
        TF_NUM_INTRAOP_THREADS: "1",
        TF_NUM_INTEROP_THREADS: "1",
      },
    });
    // Without a listener a failed start would end this process; it shows as a missing pid below.
    child.on("error", () => undefined);
    child.unref();
    if (child.pid === undefined) return undefined;
    return { child, pid: child.pid, startedAt: processStart(child.pid) ?? 0 };
  } finally {
    closeSync(output);
  }
}
