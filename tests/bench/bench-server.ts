import { spawn } from "node:child_process";
import { once } from "node:events";
import { distFile } from "../../db/package-root";

export interface BenchServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The server as users run it, on a free port, without the demonstration. */
export async function startBenchServer(
  home: string,
  args: readonly string[] = ["--no-pages"],
): Promise<BenchServer> {
  const child = spawn(
    process.execPath,
    [distFile("server/main.js"), "--home", home, "--port", "0", "--no-demo", ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, GRADIOMETER_TOKEN: "" } },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  const exited = once(child, "exit");
  const line = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data"),
    exited.then(() => {
      throw new Error(`The server ended at its start: ${errors}`);
    }),
  ]);
  return {
    url: String(line[0]).trim(),
    pid: child.pid as number,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
