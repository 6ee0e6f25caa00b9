import { basename, relative, resolve } from "node:path";
import type { ImportedEvents } from "../../db/store/imports/store-imported";
import type { AboutRun } from "../../db/store/ingest/parse-ingest-batch";
import type { ReplayedSeries } from "../../diagnostics/backtest/replay";
import type { Thresholds } from "../../diagnostics/detectors/registry";
import { type GivenRoles, rolesInConfig } from "../../diagnostics/roles/parse-role";
import { findRuns, formatNamed, nothingFound } from "../import/find-runs";
import { nothingRead } from "../import/format";

/** A run as its files hold it, read without a store. */
export interface LoggedRun {
  name: string;
  /** Path of its file below the folder asked for: what labels call it. */
  file: string;
  config: NonNullable<AboutRun["config"]>;
  /** What its series mean, where it or somebody says so. */
  roles: GivenRoles;
  /** By which it is judged where nobody tries others: none in the place of the defaults, for a log. */
  thresholds: Thresholds;
  series: ReplayedSeries[];
  /** What was left out, in sentences. */
  remarks: string[];
}

/**
 * The runs in a file or below a folder, of every format that can be imported, one after another: only one is in memory at a
 * time. Throws where there is none.
 */
export function* readLoggedRuns(path: string, as?: string): Generator<LoggedRun> {
  const format = as === undefined ? undefined : formatNamed(as);
  const found = findRuns(path, format);
  if (found.length === 0) throw nothingFound(path, format);
  for (const { run } of found.sort((a, b) => a.run.source.localeCompare(b.run.source))) {
    const columns = new Map<string, Column>();
    const logged: LoggedRun = {
      name: run.name,
      file: relative(resolve(path), run.source) || basename(run.source),
      config: {},
      roles: new Map(),
      thresholds: {},
      series: [],
      remarks: [],
    };
    for (const { events, about, remarks } of run.read(nothingRead)) {
      logged.name = about?.name ?? logged.name;
      logged.config = { ...logged.config, ...about?.config };
      logged.remarks.push(...remarks.filter((remark) => !logged.remarks.includes(remark)));
      for (const part of events) append(columns, part);
    }
    logged.roles = rolesInConfig(logged.config);
    logged.series = [...columns].map(([name, column]) => ({ name, ...inStepOrder(column) }));
    yield logged;
  }
}

interface Column {
  step: number[];
  value: number[];
}

/** A training that was taken up again replaces what it had recorded from that step on. */
function append(columns: Map<string, Column>, { series, backTo, allBackTo }: ImportedEvents): void {
  for (const [name, column] of columns) {
    const from = Math.min(
      backTo.get(name) ?? Number.POSITIVE_INFINITY,
      allBackTo ?? Number.POSITIVE_INFINITY,
    );
    const kept = column.step.findIndex((step) => step >= from);
    if (kept >= 0) {
      column.step.length = kept;
      column.value.length = kept;
    }
  }
  for (const [name, { step, value }] of Object.entries(series)) {
    const column = columns.get(name) ?? { step: [], value: [] };
    columns.set(name, column);
    for (const [index, at] of step.entries()) {
      column.step.push(at);
      column.value.push(value[index] as number);
    }
  }
}

/** Rows out of order that no restart explains are put in their place. */
function inStepOrder({ step, value }: Column): Column {
  if (step.every((at, index) => index === 0 || at >= (step[index - 1] as number))) return { step, value };
  const order = step.map((_, index) => index).sort((a, b) => (step[a] as number) - (step[b] as number));
  return {
    step: order.map((index) => step[index] as number),
    value: order.map((index) => value[index] as number),
  };
}
