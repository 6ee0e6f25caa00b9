import { warningsOf } from "../db/contract/compatibility";
import { GradiometerError } from "../db/contract/errors";
import { encodeNumber } from "../db/contract/non-finite";
import { type BackendName, isUserConfig, type RunConfig } from "../db/contract/run-config";
import type { ServerAddress } from "../db/contract/server-address";
import { chooseBackend } from "./backend/choose";
import { explainFault } from "./backend/explain-fault";
import type { Start } from "./checkpoints/find-start";
import { restoreCheckpoint } from "./checkpoints/restore-checkpoint";
import { codeVersion } from "./code-version";
import { identifyData } from "./data-source";
import { createEmitter, type Emitter } from "./emitter/emitter";
import { createPulse } from "./emitter/pulse";
import { describeEnvironment } from "./environment";
import type { Points } from "./probes/points";
import { tf } from "./tensorflow";
import { train } from "./train";

export interface RecordedRun {
  home: string;
  runId: string;
  name: string;
  /** Where to record instead of here. */
  server?: ServerAddress;
  attempt: number;
  config: RunConfig;
  configHash: string;
  start: Start;
  backend?: BackendName;
  progress: boolean;
  /** The last step to make, where that is not the config's. */
  until?: number;
  /** Wait at no guardrail's pause. */
  unattended: boolean;
  cancel: AbortController;
}

type EndStatus = "finished" | "diverged" | "cancelled" | "crashed";

/** How long a cancelled or crashed run waits for a store that takes nothing before it goes. */
const patienceMs = 5000;

/** Trains a claimed run and records it to its end, whatever that end is. */
export async function recordRun(run: RecordedRun): Promise<EndStatus> {
  const { home, runId, attempt, configHash } = run;
  const watch = isUserConfig(run.config) && {
    watch: { pulse: createPulse(), stepSeconds: run.config.limits.stepSeconds },
  };
  const remote = run.server && { remote: { server: run.server, about: aboutOf(run) } };
  const thread = { home, runId, attempt, configHash, codeVersion: codeVersion(), ...watch, ...remote };
  const emitter = createEmitter(thread, {
    onCancel: () => run.cancel.abort("a person"),
    onPaused: (reason) => process.stderr.write(`${reason}. Let it continue: gradiometer continue ${runId}\n`),
    onWaiting: (reason) => process.stderr.write(`Training waits: ${reason}\n`),
    onResumed: () => process.stderr.write("Recording goes on\n"),
  });
  const end = await trainRecorded(run, emitter);
  emitter.log(end.status === "crashed" ? "error" : "info", end.message);
  emitter.status({ status: end.status, step: end.step, message: end.recorded });
  await emitter.close(end.status === "finished" || end.status === "diverged" ? undefined : patienceMs);
  return end.status;
}

/** What a server is told of the run, which knows its workload only as another program's. */
function aboutOf({ name, config }: RecordedRun) {
  // As JSON has it: without what is undefined.
  return { name, config: JSON.parse(JSON.stringify(config)), steps: config.steps, seed: config.seed };
}

interface End {
  status: EndStatus;
  step?: number;
  /** For the log. */
  message: string;
  /** For the run's page, where the status does not say it all. */
  recorded?: string;
}

async function trainRecorded(run: RecordedRun, emitter: Emitter): Promise<End> {
  try {
    const backend = await chooseBackend(tf, { requested: run.backend, home: run.home });
    const environment = describeEnvironment(backend, run);
    emitter.environment(environment);
    emitter.log(
      "info",
      `Attempt ${run.attempt} starts: ${run.config.workload}, ${run.config.steps} steps, seed ${run.config.seed}`,
    );
    for (const reason of warningsOf(run.config)) emitter.log("warning", `${reason}.`);
    emitter.log("info", `Backend ${backend.name} ${backend.version}: ${backend.reason}`);
    const { checkpoint, refused } = run.start;
    for (const line of refused) emitter.log("warning", line);
    if (run.attempt > 1 && !checkpoint)
      emitter.log("info", "There is no checkpoint to go on from: training begins anew with step 1");
    const startedAt = performance.now();
    const { status, step, message } = await train({
      config: run.config,
      emitter,
      start: checkpoint && {
        step: checkpoint.step,
        restore: (state) =>
          restoreCheckpoint(checkpoint, { runId: run.runId, codeVersion: codeVersion() }, state),
        earlier: run.start.earlier,
        isFork: run.start.isFork,
      },
      until: run.until,
      unattended: run.unattended,
      onData: (data) => emitter.environment({ ...environment, ...identifyData(data) }),
      signal: run.cancel.signal,
      onFlush: run.progress ? printProgress(run.config.steps, checkpoint?.step ?? 0) : undefined,
    });
    const took = `after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    if (status === "finished")
      return { status, step, message: message ?? `Finished ${step} steps ${took}`, recorded: message };
    if (status === "cancelled")
      return { status, step, message: message ?? `Cancelled at step ${step} ${took}`, recorded: message };
    const recorded = message ?? `The loss was not finite at step ${step}`;
    return { status, step, message: `Diverged ${took}: ${recorded}`, recorded };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const text = error instanceof GradiometerError ? withOwnStack(error) : (stack ?? message);
    process.stderr.write(`${text}\n`);
    return { status: "crashed", message: text, recorded: explainFault(message) };
  }
}

/** What a person's own code threw, with its stack for the log; a refusal of ours says it all. */
function withOwnStack({ name, message, cause }: GradiometerError): string {
  return name === "UserCodeError" && cause instanceof Error ? `${message}\n${cause.stack}` : message;
}

/** One JSON line a flush, for the CLI's progress bar. */
function printProgress(totalSteps: number, startStep: number): (step: number, points: Points) => void {
  const startedAt = performance.now();
  return (step, points) => {
    const stepsPerSecond = (step - startStep) / ((performance.now() - startedAt) / 1000);
    const metrics = Object.fromEntries(Array.from(points, ([name, value]) => [name, encodeNumber(value)]));
    process.stdout.write(`${JSON.stringify({ step, totalSteps, stepsPerSecond, metrics })}\n`);
  };
}
