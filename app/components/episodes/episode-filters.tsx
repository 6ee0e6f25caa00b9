"use client";

import type { EpisodeKind } from "../../../db/contract/episode";
import { severities } from "../../../db/contract/episode";
import { episodeFamilies } from "../../../db/contract/episode-families";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { EpisodeTotals } from "../../../db/contract/read-models";
import { workloadNames, workloads } from "../../../db/contract/workloads";
import type { EpisodesState } from "../../episodes/search-params";
import { plural } from "../../format/number";
import { severityWords } from "../../format/words";
import { Chip } from "../ui/chip";
import { FilterMenu } from "../ui/filter-menu";
import { KindGlyph, SeverityGlyph } from "../ui/severity";

/** Which episodes are shown, besides where people have put them. */
export function EpisodeFilters({
  state,
  counts,
  change,
}: {
  state: EpisodesState;
  counts: EpisodeTotals | undefined;
  change: (next: Partial<EpisodesState>) => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {[...severities].reverse().map((severity) => (
        <Chip
          key={severity}
          pressed={state.severity.includes(severity)}
          onClick={() => change({ severity: toggled(state.severity, severity) })}
        >
          <SeverityGlyph severity={severity} size={10} />
          {severityWords[severity]}
        </Chip>
      ))}
      <Chip
        pressed={state.state.includes("open")}
        onClick={() => change({ state: state.state.includes("open") ? [] : ["open"] })}
      >
        Ongoing
      </Chip>
      <FilterMenu
        label="Kind"
        chosen={state.kind}
        summary={kindsInWords(state.kind)}
        onChange={(kind) => change({ kind })}
        groups={episodeFamilies.map(({ title, kinds }) => ({
          title,
          options: kinds.map((kind) => ({
            value: kind as EpisodeKind,
            count: counts && (counts.byKind[kind] ?? 0),
            label: (
              <>
                <KindGlyph kind={kind} size={12} />
                {episodeTitles[kind]}
              </>
            ),
          })),
        }))}
      />
      <FilterMenu
        label="Workload"
        chosen={state.workload}
        summary={
          state.workload.length === 1
            ? workloads[state.workload[0] as (typeof state.workload)[number]].title
            : plural(state.workload.length, "workload")
        }
        onChange={(workload) => change({ workload })}
        groups={[{ options: workloadNames.map((value) => ({ value, label: workloads[value].title })) }]}
      />
    </div>
  );
}

/** One kind or whole families by their names, anything else as a number. */
export function kindsInWords(kinds: readonly EpisodeKind[]): string {
  const [only] = kinds;
  if (only && kinds.length === 1) return episodeTitles[only];
  const whole = episodeFamilies.filter((family) => family.kinds.every((kind) => kinds.includes(kind)));
  const isAll = whole.reduce((sum, { kinds: inside }) => sum + inside.length, 0) === kinds.length;
  return isAll ? whole.map(({ title }) => title).join(", ") : plural(kinds.length, "kind");
}

function toggled<Value>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
