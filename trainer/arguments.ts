import { parseArgs } from "node:util";
import { GradiometerError } from "../db/contract/errors";
import { RunId } from "../db/contract/identifiers";
import { BackendName, backendNames } from "../db/contract/run-config";

export interface TrainerArguments {
  runId: string;
  /** Print one line of JSON a flush. */
  progress: boolean;
  /** Go on with a run that a person cancelled. */
  resume: boolean;
  /** From GRADIOMETER_BACKEND; the fastest that loads where it is not set. */
  backend?: BackendName;
}

const usage = "usage: node dist/trainer/main.js --run <id> [--progress] [--resume]";

export function parseArguments(args: string[], env: NodeJS.ProcessEnv): TrainerArguments {
  const { run, progress, resume } = parseFlags(args);
  const runId = RunId.safeParse(run);
  if (!runId.success)
    throw new GradiometerError("invalid", `Expected the id of a run, got ${run ?? "none"}; ${usage}`);
  const requested = env.GRADIOMETER_BACKEND;
  if (!requested) return { runId: runId.data, progress, resume };
  const backend = BackendName.safeParse(requested);
  if (!backend.success)
    throw new GradiometerError(
      "invalid",
      `Expected GRADIOMETER_BACKEND to be ${backendNames.join(", ")}, got "${requested}"; correct or unset it`,
    );
  return { runId: runId.data, progress, resume, backend: backend.data };
}

function parseFlags(args: string[]): { run?: string; progress: boolean; resume: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        run: { type: "string" },
        progress: { type: "boolean", default: false },
        resume: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new GradiometerError("invalid", `${(error as Error).message}; ${usage}`);
  }
}
