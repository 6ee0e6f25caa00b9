import { parseArgs } from "node:util";
import { GradiometerError } from "../db/contract/errors";
import { RunId, Step } from "../db/contract/identifiers";
import { BackendName, backendNames } from "../db/contract/run-config";
import { addressedServer, type ServerAddress } from "../db/contract/server-address";

export interface TrainerArguments {
  runId: string;
  /** Print one line of JSON a flush. */
  progress: boolean;
  /** Go on with a run that a person cancelled. */
  resume: boolean;
  /** The last step to make, where that is not the config's. */
  until?: number;
  /** Wait at no guardrail's pause, which changes no number: for a repetition. */
  unattended: boolean;
  /** From GRADIOMETER_BACKEND; the fastest that loads where it is not set. */
  backend?: BackendName;
  /** From GRADIOMETER_URL: where to record instead of here. */
  server?: ServerAddress;
}

const usage =
  "usage: node dist/trainer/main.js --run <id> [--progress] [--resume] [--until <step>] [--unattended]";

export function parseArguments(args: string[], env: NodeJS.ProcessEnv): TrainerArguments {
  const { run, progress, resume, until, unattended } = parseFlags(args);
  const runId = RunId.safeParse(run);
  if (!runId.success)
    throw new GradiometerError("invalid", `Expected the id of a run, got ${run ?? "none"}; ${usage}`);
  const parsed: TrainerArguments = { runId: runId.data, progress, resume, unattended };
  if (until !== undefined) parsed.until = lastStep(until);
  const requested = env.GRADIOMETER_BACKEND;
  if (requested) parsed.backend = backendNamed(requested);
  const server = addressedServer(env);
  if (server) parsed.server = server;
  return parsed;
}

function lastStep(text: string): number {
  const step = Step.min(1).safeParse(Number(text));
  if (step.success) return step.data;
  throw new GradiometerError("invalid", `Expected --until to be a step from 1 on, got "${text}"; ${usage}`);
}

function backendNamed(text: string): BackendName {
  const backend = BackendName.safeParse(text);
  if (backend.success) return backend.data;
  throw new GradiometerError(
    "invalid",
    `Expected GRADIOMETER_BACKEND to be ${backendNames.join(", ")}, got "${text}"; correct or unset it`,
  );
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        run: { type: "string" },
        progress: { type: "boolean", default: false },
        resume: { type: "boolean", default: false },
        until: { type: "string" },
        unattended: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new GradiometerError("invalid", `${(error as Error).message}; ${usage}`);
  }
}
