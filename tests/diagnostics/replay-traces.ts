/**
 * Replays stored training traces through the run monitor and writes what it would have raised, for a scorer.
 *
 *   npx esbuild tests/diagnostics/replay-traces.ts --bundle --platform=node --format=esm --outfile=dist/replay-traces.js
 *   node dist/replay-traces.js <folder of .jsonl traces> [--benign] > predictions.jsonl
 *
 * A trace: a header line, then {"step", "metrics"} with non-finite values as strings. A benign episode is no
 * alarm, so `alarm_step` is the step at which an episode was first more than benign. `--benign` prints those too.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeNumber, type EncodedNumber } from "../../db/contract/non-finite";
import { createRunMonitor } from "../../diagnostics/monitor-run";

/** Names under which other loggers write what the monitor knows. */
const otherNames: Record<string, string> = { grad_norm: "gradient_norm" };

export function replayTrace(text: string) {
  const monitor = createRunMonitor();
  const alarms = new Map<string, number>();
  const raise = (episodes: ReturnType<typeof monitor.push>, step: number) => {
    for (const episode of episodes) {
      const key = `${episode.kind} ${episode.series} ${episode.startStep}`;
      if (episode.severity !== "benign" && !alarms.has(key)) alarms.set(key, step);
    }
  };
  let last = -1;
  for (const line of text.split("\n").slice(1)) {
    if (line.trim() === "") continue;
    const { step, metrics } = JSON.parse(line) as {
      step: number;
      metrics: Record<string, EncodedNumber | null>;
    };
    for (const [name, value] of Object.entries(metrics)) {
      if (value === null) continue;
      // What a step brings is judged when the next begins: the alarm belongs to the step before.
      raise(monitor.push({ series: otherNames[name] ?? name, step, value: decodeNumber(value) }), last);
    }
    last = step;
  }
  raise(monitor.end(), last);
  return monitor.episodes().map((episode) => ({
    episode,
    alarmStep: alarms.get(`${episode.kind} ${episode.series} ${episode.startStep}`),
  }));
}

const [folder, ...flags] = process.argv.slice(2);
if (!folder) throw new Error("Expected a folder of .jsonl traces: node replay-traces.js <folder>");
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .sort()) {
  for (const { episode, alarmStep } of replayTrace(readFileSync(join(folder, file), "utf8"))) {
    if (alarmStep === undefined && !flags.includes("--benign")) continue;
    const { kind, startStep, endStep, severity, series, evidence } = episode;
    console.log(
      JSON.stringify({
        file,
        kind,
        start_step: startStep,
        end_step: endStep,
        alarm_step: alarmStep ?? episode.alarmStep,
        severity: severity === "benign" ? "benign" : "harmful",
        series,
        test: evidence.test,
        sentence: evidence.sentence,
        reason: episode.severityReason,
      }),
    );
  }
}
