import { existsSync, readFileSync } from "node:fs";

/**
 * The most memory that a process ever held, in bytes. Read from /proc where there is one: what `getrusage` says of a
 * process begins with what its parent held when it started it.
 */
export function mostBytesOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1]);
  if (pid === process.pid) return 1024 * process.resourceUsage().maxRSS;
  throw new Error(`Expected ${status} to say how much memory the process held; it is there on Linux only`);
}
