import type { Hypothesis } from "../../../db/contract/read-models";
import { type Diagnosis, quietSentence } from "../../../diagnostics/diagnosis/diagnose";
import { interventionText } from "../../../diagnostics/diagnosis/intervention-text";
import { formatStep } from "../../../diagnostics/format-figure";

/** A diagnosis as a person reads it in a terminal. */
export function diagnosisText(
  name: string,
  { steps, points, series, episodes, gaps, leadTime }: Diagnosis,
): string {
  const lines = [
    `${name}: ${formatStep(steps)} ${steps === 1 ? "step" : "steps"}, ${series} series, ${points} ${points === 1 ? "point" : "points"}`,
  ];
  lines.push(...gaps.map((gap) => `  ${gap}`));
  if (episodes.length === 0) lines.push(`  ${quietSentence({ points, gaps })}`);
  if (leadTime)
    lines.push(
      `  First alarm at step ${formatStep(leadTime.alarmStep)}, ${formatStep(leadTime.nonFiniteStep - leadTime.alarmStep)} steps before a loss that is not finite.`,
    );
  for (const episode of episodes) lines.push("", ...episodeLines(episode));
  return lines.join("\n");
}

/** `2 critical, 1 warning`, or that there is none. */
export function episodeCounts({ episodes }: Pick<Diagnosis, "episodes">): string {
  const counts = (["critical", "warning", "benign"] as const).flatMap((severity) => {
    const count = episodes.filter((one) => one.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  return counts.length > 0 ? counts.join(", ") : "no episode";
}

function episodeLines({
  kind,
  series,
  startStep,
  endStep,
  severity,
  severityReason,
  evidence,
  causes,
}: Diagnosis["episodes"][number]): string[] {
  const place = startStep === endStep ? `step ${startStep}` : `steps ${startStep}–${endStep}`;
  return [
    `  ${severity}: ${kind.replaceAll("_", " ")} in ${series}, ${place}`,
    `    ${evidence.sentence}.`,
    `    ${severityReason}.`,
    ...(severity === "benign" ? [] : causes.slice(0, causesShown).flatMap(causeLines)),
  ];
}

/** More are in the JSON. */
const causesShown = 3;

function causeLines(
  { title, evidenceFor, evidenceAgainst, intervention }: Hypothesis,
  place: number,
): string[] {
  const against = evidenceAgainst.length > 0 ? ` Against it: ${evidenceAgainst.join("; ")}.` : "";
  return [
    `    ${place === 0 ? "Likely" : "Or"}: ${title}. For it: ${evidenceFor.join("; ")}.${against}`,
    `      Test it: ${interventionText(intervention)}.`,
    ...(intervention.command ? [`      ${intervention.command}`] : []),
  ];
}
