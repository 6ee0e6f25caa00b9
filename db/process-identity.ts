import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that is told apart from a later one which got the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** As `processStart` gives it: comparable on one machine, not a wall-clock time everywhere. */
  startedAt: number;
}

/**
 * When a process started; undefined when there is no such process, or only its zombie.
 * Linux: clock ticks since boot (/proc/<pid>/stat, field 22), which no change of the clock moves.
 * Elsewhere: milliseconds since 1970 as `ps` tells them, to the second.
 */
export function processStart(pid: number = process.pid): number | undefined {
  return process.platform === "linux" ? startByProc(pid) : startByPs(pid);
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return processStart(pid) === startedAt;
}

function startByProc(pid: number): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // Field 2 is the program's name in parentheses and may itself hold spaces and parentheses.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : Number(fields[18]);
}

function startByPs(pid: number): number | undefined {
  try {
    const output = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, LC_ALL: "C" },
    }).trim();
    const [state, ...start] = output.split(/\s+/);
    const startedAt = Date.parse(start.join(" "));
    return state?.startsWith("Z") || Number.isNaN(startedAt) ? undefined : startedAt;
  } catch {
    return undefined;
  }
}
