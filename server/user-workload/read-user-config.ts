import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { UserConfig } from "../../db/contract/run-config";
import { distFile } from "../../db/package-root";

const Answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), config: UserConfig }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

/** Loading TensorFlow.js and bundling a module take a second or two, on a loaded machine ten. */
const defaultPatienceMs = 60_000;

/**
 * The config of a run of a module's workload, from `--set` texts. The module is read by a process of its own: it
 * holds a person's code, which may print, throw or never end.
 */
export async function readUserConfig(
  path: string,
  assignments: readonly string[],
  patienceMs = defaultPatienceMs,
): Promise<UserConfig> {
  const module = resolve(path);
  if (!existsSync(module))
    throw new GradiometerError("invalid", `No file at ${module}: expected a module that defines a workload.`);
  const child = spawn(process.execPath, [distFile("trainer/user/read-config.js"), module, ...assignments], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  let received: unknown;
  child.once("message", (message) => {
    received = message;
  });
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>(
    (resolved, failed) => {
      child.once("error", failed);
      child.once("close", (code, signal) => resolved({ code, signal }));
    },
  ).finally(() => clearTimeout(timer));
  if (received === undefined)
    throw new GradiometerError(
      "invalid",
      signal === "SIGKILL"
        ? `${module} did not finish loading within ${patienceMs / 1000} s: look for a loop that does not end.`
        : `${module} ended its process with ${signal ?? `exit code ${code}`} while it was loaded.`,
    );
  const answer = Answer.parse(received);
  if (!answer.ok) throw new GradiometerError("invalid", answer.message);
  return answer.config;
}
