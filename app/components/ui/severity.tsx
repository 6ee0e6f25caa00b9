import { Check } from "lucide-react";
import { type EpisodeKind, type Severity, severities } from "../../../db/contract/episode";
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

/**
 * How many episodes of each severity, worst first; nothing where there are none. Those `unresolved` count those that ask
 * for somebody, and beside them how many were put away.
 */
export function EpisodeBadges({
  episodes,
  unresolved = false,
}: {
  episodes: EpisodeCounts;
  unresolved?: boolean;
}) {
  const counts = unresolved ? episodes.unresolved : episodes;
  const present = (["critical", "warning", "benign"] as const).filter((severity) => counts[severity] > 0);
  const away = unresolved
    ? severities.reduce((sum, severity) => sum + episodes[severity] - episodes.unresolved[severity], 0)
    : 0;
  return (
    <span className="inline-flex align-middle items-center gap-2.5 figures">
      {present.map((severity) => (
        <span
          key={severity}
          className={cx("inline-flex align-middle items-center gap-1", severityColour[severity])}
          title={`${counts[severity]} ${severityWords[severity].toLowerCase()}`}
        >
          <SeverityGlyph severity={severity} size={10} />
          {counts[severity]}
          <span className="sr-only"> {severityWords[severity].toLowerCase()}</span>
        </span>
      ))}
      {away > 0 && (
        <span
          className="inline-flex items-center gap-1 align-middle text-muted"
          title={`${away} resolved or muted`}
        >
          <Check size={12} aria-hidden />
          {away}
          <span className="sr-only"> resolved or muted</span>
        </span>
      )}
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
