import type { Diagnosis } from "../../../diagnostics/diagnosis/diagnose";
import type { LoggedRun } from "../../backtest/read-logged-runs";
import { runSection } from "./run-section";
import { html } from "./safe-html";
import { style } from "./style";

/** A run with what was found in it. */
export interface DiagnosedRun {
  run: LoggedRun;
  diagnosis: Diagnosis;
}

/**
 * A diagnosis as one HTML file that needs no network and runs no script: charts are drawn in it, and its policy lets nothing
 * else in. Run after run, so that a folder of logs needs no more memory than its longest one.
 */
export async function* report(
  path: string,
  thresholds: readonly string[],
  runs: Iterable<DiagnosedRun>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const changed =
    thresholds.length > 0
      ? `with ${thresholds.join(", ")}`
      : "with the default thresholds where no others are named";
  yield encoder.encode(
    html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Diagnosis of ${path}</title><style>`.markup,
  );
  yield encoder.encode(style);
  yield encoder.encode(
    html`</style></head><body><h1>Diagnosis</h1><p class="muted"><code>${path}</code>, ${changed}</p>`.markup,
  );
  for (const { run, diagnosis } of runs) yield encoder.encode(runSection(run, diagnosis).markup);
  yield encoder.encode(
    html`<footer class="muted small">Made by Gradiometer. An episode is a stretch of steps in which something stands out from the run's own past; a cause is a hypothesis.</footer></body></html>\n`
      .markup,
  );
}
