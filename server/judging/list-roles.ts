import { z } from "zod";
import type { EpisodeKind } from "../../db/contract/episode";
import { RunId } from "../../db/contract/identifiers";
import { listGivenRoles } from "../../db/store/judging/series-roles";
import { getRun } from "../../db/store/runs/find-run";
import { listSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import { detectors } from "../../diagnostics/detectors/registry";
import { rolesIn, rolesInConfig, roleText } from "../../diagnostics/roles/parse-role";
import { roleNames, type SeriesRole } from "../../diagnostics/roles/role";
import { seriesRole } from "../../diagnostics/roles/series-role";
import { SeriesRegister } from "../../diagnostics/series-register";
import type { ServerContext } from "../context";

export const RolesOfRun = z.object({ runId: RunId });

/** What detectors take a series of a run for. */
export interface SeriesMeaning extends SeriesRole {
  series: string;
  points: number;
  /** Who says so: a person, the run's config, or nobody but the name. */
  by: { says: "name" | "config" } | { says: "person"; author: string; setAt: number };
  /** Another series with the same role, which was logged first and is heard in its place. */
  unheardFor: string | null;
  readBy: EpisodeKind[];
}

export interface RolesOfRun {
  series: SeriesMeaning[];
  /** All that a series can mean. */
  roles: readonly string[];
  /** What most detectors read and no series of the run means. */
  lacks: ("loss" | "gradient norm")[];
}

/** What each series of a run means to the detectors, and who says so. Throws "not-found" for a run that there is not. */
export function listRoles({ db }: ServerContext, { runId }: z.infer<typeof RolesOfRun>): RolesOfRun {
  return inSnapshot(db, () => {
    const inConfig = rolesInConfig(getRun(db, runId).config);
    const given = new Map(listGivenRoles(db, runId).map((one) => [one.series, one]));
    const byPeople = rolesIn(Object.fromEntries([...given].map(([name, { role }]) => [name, role])));
    const roles = new Map([...inConfig, ...byPeople]);
    const stored = listSeries(db, runId);
    const register = new SeriesRegister({ roles });
    for (const { name } of [...stored].sort((a, b) => (a.firstStep ?? 0) - (b.firstStep ?? 0) || a.id - b.id))
      register.get(name);
    const heard = new Map(
      [...register.series].map(({ series, reading }) => [roleText(reading.role), series]),
    );
    const series = stored.map(({ name, count }): SeriesMeaning => {
      const means = roles.get(name) ?? seriesRole(name, register.hasGlobalNorm);
      const speaker = means.role === "none" ? name : (heard.get(roleText(means)) ?? name);
      const person = given.get(name);
      return {
        series: name,
        points: count,
        ...means,
        by: person
          ? { says: "person", author: person.author, setAt: person.setAt }
          : { says: inConfig.has(name) ? "config" : "name" },
        unheardFor: speaker === name ? null : speaker,
        readBy: speaker === name ? readersOf(means) : [],
      };
    });
    return { series, roles: roleNames, lacks: lacksOf(series) };
  });
}

const readersOf = ({ role }: SeriesRole): EpisodeKind[] =>
  detectors.filter(({ reads }) => reads.some((one) => one === role)).map(({ kind }) => kind);

function lacksOf(series: readonly SeriesMeaning[]): RolesOfRun["lacks"] {
  if (series.length === 0) return [];
  const has = (...names: string[]) => series.some(({ role }) => names.includes(role));
  return [
    ...(has("loss") ? [] : (["loss"] as const)),
    ...(has("gradient-norm", "layer-gradient-norm") ? [] : (["gradient norm"] as const)),
  ];
}
