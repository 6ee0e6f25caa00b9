import { episodeTitles } from "../../../db/contract/episode-titles";
import type { Hypothesis } from "../../../db/contract/read-models";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import type { DiagnosedEpisode } from "../../../diagnostics/diagnosis/diagnose";
import { interventionText } from "../../../diagnostics/diagnosis/intervention-text";
import { formatFigure, formatStep } from "../../../diagnostics/format-figure";
import { chart } from "./chart";
import { type Html, html } from "./safe-html";

/** Causes that a report weighs; more are in the JSON. */
const causesShown = 3;

/** One episode: what was seen, why it counts, the stretch of the series around it, and what may have caused it. */
export function episodeSection(
  episode: DiagnosedEpisode,
  series: ReplayedSeries | undefined,
  lastStep: number,
): Html {
  const { kind, severity, severityReason, evidence, alarmStep, peakStep, peakValue, causes } = episode;
  const figures: [string, string][] = [
    ["test", evidence.test],
    ["alarm at step", formatStep(alarmStep)],
    ["peak at step", formatStep(peakStep)],
    ["peak", formatFigure(peakValue)],
    ...Object.entries(evidence.values).map(([name, value]): [string, string] => [
      inWords(name),
      formatFigure(value),
    ]),
  ];
  return html`<section class="episode"><h3>${severityMark(severity)} ${episodeTitles[kind]} <span class="muted">in <code>${episode.series}</code>, ${stepWords(episode)}</span></h3>
<p>${capitalized(evidence.sentence)}.</p>
<p class="muted">${severityReason}.</p>
<div class="seen">${series && chart(series, rangeAround(episode, lastStep), [episode], episode.series)}
<dl>${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>
${severity !== "benign" && causes.length > 0 && causeList(causes.slice(0, causesShown))}
</section>`;
}

export const severityMark = (severity: DiagnosedEpisode["severity"]): Html =>
  html`<span class="severity ${severity}">${{ critical: "▲", warning: "◆", benign: "○" }[severity]} ${severity}</span>`;

export const stepWords = ({ startStep, endStep }: Pick<DiagnosedEpisode, "startStep" | "endStep">): string =>
  startStep === endStep
    ? `step ${formatStep(startStep)}`
    : `steps ${formatStep(startStep)} to ${formatStep(endStep)}`;

function causeList(causes: readonly Hypothesis[]): Html {
  return html`<h4>Likely causes</h4><p class="muted small">Hypotheses from the run's own log, until an experiment supports one.</p>
<ol>${causes.map(
    ({ title, evidenceFor, evidenceAgainst, intervention }) => html`<li><strong>${title}</strong>
<ul class="clues">${evidenceFor.map((text) => html`<li class="for">${text}</li>`)}${evidenceAgainst.map((text) => html`<li class="against">${text}</li>`)}</ul>
<p class="muted small">To test it: ${interventionText(intervention)}.${intervention.command && html` <code>${intervention.command}</code>`}</p></li>`,
  )}</ol>`;
}

/** The window that the test looked at and the beginning of the episode, with room on both sides. */
function rangeAround({ startStep, endStep, evidence }: DiagnosedEpisode, lastStep: number): [number, number] {
  const first = Math.min(evidence.window.firstStep, startStep);
  const last = Math.max(evidence.window.lastStep, Math.min(endStep, startStep + 400));
  const room = Math.max(20, Math.round((last - first) * 0.4));
  const from = Math.max(0, first - room);
  return [from, Math.max(from + 1, Math.min(lastStep, last + room))];
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const inWords = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
