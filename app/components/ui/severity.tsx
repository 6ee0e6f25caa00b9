import type { EpisodeKind, Severity } from "../../../db/contract/episode";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { EpisodeCounts } from "../../../db/contract/read-models";
import { cx } from "../../format/class-names";
import { severityWords } from "../../format/words";
import { KindGlyph } from "./kind-glyph";

export { KindGlyph } from "./kind-glyph";

const severityColour: Record<Severity, string> = {
  critical: "text-critical",
  warning: "text-warning",
  benign: "text-muted",
};

/** Critical is a triangle, warning a diamond, benign an open circle: the shape says it without colour. */
export function SeverityGlyph({ severity, size = 12 }: { severity: Severity; size?: number }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width={size}
      height={size}
      className={cx("shrink-0", severityColour[severity])}
      aria-hidden="true"
    >
      {severity === "critical" && <path d="M6 1 11.5 11H.5Z" fill="currentColor" />}
      {severity === "warning" && <path d="M6 .5 11.5 6 6 11.5.5 6Z" fill="currentColor" />}
      {severity === "benign" && (
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      )}
    </svg>
  );
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span
      className={cx(
        "inline-flex align-middle items-center gap-1.5 whitespace-nowrap",
        severityColour[severity],
      )}
    >
      <SeverityGlyph severity={severity} />
      {severityWords[severity]}
    </span>
  );
}

/** How many episodes of each severity, worst first; nothing where there are none. */
export function EpisodeBadges({ episodes }: { episodes: EpisodeCounts }) {
  const present = (["critical", "warning", "benign"] as const).filter((severity) => episodes[severity] > 0);
  return (
    <span className="inline-flex align-middle items-center gap-2.5 figures">
      {present.map((severity) => (
        <span
          key={severity}
          className={cx("inline-flex align-middle items-center gap-1", severityColour[severity])}
          title={`${episodes[severity]} ${severityWords[severity].toLowerCase()}`}
        >
          <SeverityGlyph severity={severity} size={10} />
          {episodes[severity]}
          <span className="sr-only"> {severityWords[severity].toLowerCase()}</span>
        </span>
      ))}
    </span>
  );
}

export function KindBadge({ kind }: { kind: EpisodeKind }) {
  return (
    <span className="inline-flex align-middle items-center gap-1.5 whitespace-nowrap">
      <KindGlyph kind={kind} />
      {episodeTitles[kind]}
    </span>
  );
}
