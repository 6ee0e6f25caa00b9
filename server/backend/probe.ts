import { execFile } from "node:child_process";
import { z } from "zod";
import type { BackendName } from "../../db/contract/run-config";
import { distFile } from "../../db/package-root";

const ProbeResult = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    name: z.string().optional(),
    version: z.string(),
    reason: z.string().optional(),
    usesGpu: z.boolean().optional(),
  }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;

/** Loading TensorFlow takes a second from a warm disk; a first load of CUDA's libraries up to a minute. */
const timeoutMs = 120_000;

/**
 * Loads a backend in a process of its own and multiplies two matrices there, so that a broken native library
 * cannot take the server down. Without `backend` the trainer's own choice is made.
 */
export function probeBackend(
  home: string,
  options: { backend?: BackendName; folder?: string } = {},
): Promise<ProbeResult> {
  const args = [distFile("trainer/backend/probe.js")];
  if (options.backend) args.push("--backend", options.backend);
  if (options.folder) args.push("--folder", options.folder);
  const env = { ...process.env, GRADIOMETER_HOME: home };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, timeout: timeoutMs }, (error, stdout, stderr) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      const parsed = line.startsWith("{") ? ProbeResult.safeParse(JSON.parse(line)) : undefined;
      if (parsed?.success) return resolve(parsed.data);
      const message = lastLine(stderr) || error?.message || "the probe printed nothing";
      resolve({ ok: false, message: error?.killed ? `no answer within ${timeoutMs / 1000} s` : message });
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
