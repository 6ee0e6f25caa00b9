import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** Python servers import for a long time, and MLflow migrates a new database. */
const patienceMs = 120_000;

export interface PeerServer {
  child: ChildProcess;
  output(): string;
  stop(): Promise<void>;
}

/** A peer's server as a process in a folder of its own; resolves once `isUp`. */
export async function serve(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; isUp(output: string): boolean | Promise<boolean> },
): Promise<PeerServer> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    // Its workers end with it.
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  const exited = once(child, "exit");
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(-(child.pid as number), "SIGKILL");
      await exited;
    }
  };
  for (const end = Date.now() + patienceMs; !(await options.isUp(output)); await delay(200))
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`${command} ${args.join(" ")} did not come up: ${output.slice(-500)}`);
    }
  return { child, output: () => output, stop };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
