import { episodeTitles } from "../../../db/contract/episode-titles";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import {
  type DiagnosedEpisode,
  type Diagnosis,
  quietSentence,
} from "../../../diagnostics/diagnosis/diagnose";
import { formatStep } from "../../../diagnostics/format-figure";
import { seriesRole } from "../../../diagnostics/roles/series-role";
import type { LoggedRun } from "../../backtest/read-logged-runs";
import { type Band, chart } from "./chart";
import { episodeSection, severityMark, stepWords } from "./episode-section";
import { type Html, html } from "./safe-html";

/** More than these are told in a table: after so many of its kind an episode says nothing new. */
const mostDetailed = 24;
const mostCharts = 8;
const mostListed = 300;
const mostSettings = 300;
const longestValue = 200;

/** All that a report says of one run. */
export function runSection(run: LoggedRun, diagnosis: Diagnosis): Html {
  const { steps, points, series, episodes, gaps, leadTime } = diagnosis;
  const byName = new Map(run.series.map((one) => [one.name, one]));
  const detailed = episodes.slice(0, mostDetailed);
  const last = Math.max(0, ...run.series.map(({ step }) => step.at(-1) ?? 0));
  const rest = episodes.slice(mostDetailed);
  return html`<article><h2>${run.name}</h2>
<p class="muted"><code>${run.file}</code>: ${formatStep(steps)} steps, ${series} series, ${formatStep(points)} points</p>
<p class="verdict">${verdictOf(diagnosis)}</p>
${leadTime && html`<p>The first alarm came at step ${formatStep(leadTime.alarmStep)}, ${formatStep(leadTime.nonFiniteStep - leadTime.alarmStep)} steps before the loss was no longer finite.</p>`}
${[...gaps, ...run.remarks].map((gap) => html`<p class="gap">${gap}</p>`)}
${overview(run.series, episodes)}
${detailed.length > 0 && html`<h2 class="part">Episodes</h2>`}
${detailed.map((episode) => episodeSection(episode, byName.get(episode.series), last))}
${rest.length > 0 && html`<h3>And ${rest.length} more</h3>${episodeTable(rest.slice(0, mostListed))}`}
${rest.length > mostListed && html`<p class="muted">${rest.length - mostListed} further ones are in the JSON of this diagnosis.</p>`}
${settings(run.config)}
</article>`;
}

function verdictOf({ episodes, ...rest }: Diagnosis): Html {
  const [worst] = episodes;
  if (!worst) return html`${quietSentence(rest)}`;
  const count = (severity: string) => episodes.filter((one) => one.severity === severity).length;
  const counts = (["critical", "warning", "benign"] as const).filter((severity) => count(severity) > 0);
  return html`${counts.map((severity) => html`${count(severity)} ${severityMark(severity)} `)}– the worst: ${episodeTitles[worst.kind].toLowerCase()} in <code>${worst.series}</code>, ${stepWords(worst)}.`;
}

/** The whole run: what broke first, then its losses and norms. */
function overview(series: readonly ReplayedSeries[], episodes: readonly DiagnosedEpisode[]): Html {
  const named = new Set(episodes.map((one) => one.series));
  const telling = new Set(["loss", "gradient-norm"]);
  const shown = [
    ...series.filter(({ name }) => named.has(name)),
    ...series.filter(({ name }) => !named.has(name) && telling.has(seriesRole(name, false).role)),
  ].slice(0, mostCharts);
  const last = Math.max(1, ...series.map(({ step }) => step.at(-1) ?? 0));
  const first = Math.min(last - 1, ...series.map(({ step }) => step[0] ?? last));
  if (shown.length === 0) return html``;
  return html`<div class="charts">${shown.map((one) => chart(one, [first, last], bandsOf(episodes, one.name), one.name))}</div>`;
}

const bandsOf = (episodes: readonly DiagnosedEpisode[], name: string): Band[] =>
  episodes.filter(({ series }) => series === name);

function episodeTable(episodes: readonly DiagnosedEpisode[]): Html {
  return html`<table><thead><tr><th>Severity</th><th>Kind</th><th>Series</th><th>Steps</th><th>What was seen</th></tr></thead><tbody>
${episodes.map(
  (one) =>
    html`<tr><td>${severityMark(one.severity)}</td><td>${episodeTitles[one.kind]}</td><td><code>${one.series}</code></td><td>${stepWords(one)}</td><td>${one.evidence.sentence}</td></tr>`,
)}</tbody></table>`;
}

function settings(config: unknown): Html {
  const rows = flatten(config, "");
  if (rows.length === 0) return html``;
  const more = rows.length - mostSettings;
  return html`<details><summary>Settings of the run</summary><table class="settings"><tbody>
${rows.slice(0, mostSettings).map(([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td>${value}</td></tr>`)}</tbody></table>
${more > 0 && html`<p class="muted">and ${more} more</p>`}</details>`;
}

function flatten(value: unknown, path: string): [name: string, value: string][] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      flatten(inner, path === "" ? key : `${path}.${key}`),
    );
  const text = String(value);
  return path === ""
    ? []
    : [[path, text.length > longestValue ? `${text.slice(0, longestValue)} ...` : text]];
}
