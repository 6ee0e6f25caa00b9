import { closest } from "../../contract/closest";
import type { RunFilter } from "../../contract/run-filter";
import type { Database } from "../../database";
import { recentSeries, settingNames } from "../runs/run-names";
import { seriesNamed, seriesNames, seriesOfAll } from "./filter-sql";

/** One sentence on a setting or series that a filter names and no run has; null where all of them are known. */
export function filterHint(db: Database, filter: RunFilter): string | null {
  for (const subject of subjectsOf(filter)) {
    if (subject.type === "config" && !isThere(db, "run_setting", "path = ?", [subject.path]))
      return unknown("setting", `config.${subject.path}`, settingNames(db));
    if (subject.type === "summary" && !isThere(db, seriesOfAll, seriesNamed, seriesNames(subject.series)))
      return unknown("series", subject.series, recentSeries(db));
  }
  return null;
}

function subjectsOf(filter: RunFilter) {
  const subjects: Extract<RunFilter, { type: "comparison" }>["subject"][] = [];
  const visit = (part: RunFilter): void => {
    if (part.type === "comparison") subjects.push(part.subject);
    else if (part.type === "not") visit(part.part);
    else part.parts.forEach(visit);
  };
  visit(filter);
  return subjects;
}

function isThere(db: Database, table: string, where: string, parameters: string[]): boolean {
  return db.statement(`SELECT 1 FROM ${table} WHERE ${where} LIMIT 1`).get(...parameters) !== undefined;
}

function unknown(noun: string, name: string, known: string[]): string {
  const near = closest(name, known);
  return `No run has the ${noun} ${name}${near ? `; did you mean ${near}?` : ""}`;
}
