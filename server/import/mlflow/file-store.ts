import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { aboutRun } from "../about-run";
import { BatchBuilder } from "../batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { folderWithin } from "../name-within";
import { startOfFile } from "../text/line-position";
import { readHead } from "../text/read-head";
import { findRestarts, type GoingBack } from "./find-restarts";
import { type Metric, MetricPosition, metricBlocks } from "./metric-lines";
import { MetricReader } from "./read-metric";

/**
 * The folders of MLflow's file store: <experiment>/<run>/meta.yaml with metrics/<name>, a line "timestamp value step"
 * each, params/<name> and tags/<name>.
 */
export const mlflow: ImportFormat = {
  name: "mlflow",
  title: "MLflow's mlruns folders",
  looksLike: "an mlruns folder, or one of its runs: meta.yaml beside metrics/, params/ and tags/",
  claims: (file) => basename(file) === "meta.yaml" && readMeta(file).run_id !== undefined,
  find: (files, root) => files.map((file) => foundRun(file, root)),
};

/** Where each metric's file was read to, by its name. */
const Position = z.record(z.string(), MetricPosition);

function foundRun(metaFile: string, root: string): FoundRun {
  const folder = dirname(metaFile);
  return {
    name: folderWithin(root, folder),
    source: folder,
    contentId: () => readMeta(metaFile).run_id ?? "",
    bytes: () => filesBelow(join(folder, "metrics")).reduce((sum, file) => sum + statSync(file).size, 0),
    read: (from) => read(folder, from),
  };
}

function* read(folder: string, from: ReadFrom): Generator<ReadBatch> {
  const builder = new BatchBuilder(from);
  const stored = Position.safeParse(from.position);
  const positions = stored.success ? { ...stored.data } : {};
  const meta = readMeta(join(folder, "meta.yaml"));
  builder.about = describe(folder, meta);
  builder.outcome = outcomes[meta.status ?? ""];
  const metrics = filesBelow(join(folder, "metrics")).map((file): Metric => {
    const name = nameOf(folder, "metrics", file);
    return {
      name,
      file,
      from: positions[name] ?? startOfFile,
      lastStep: builder.column(name).lastStep,
    };
  });
  // Most runs log their steps in order, and their files are read once.
  let known: ReadonlyMap<string, GoingBack> | undefined;
  const goingBack = (name: string) => {
    known ??= findRestarts(metrics);
    return known.get(name);
  };
  let bytes = 0;
  for (const metric of metrics) {
    const reader = new MetricReader(builder, metric, goingBack, from.goesOn);
    for (const block of metricBlocks(metric)) {
      const held = reader.read(block.lines);
      positions[metric.name] = { ...block.position, ...(held !== undefined && { held }) };
      bytes += block.bytes;
      if (!builder.isFull) continue;
      yield builder.take({ ...positions }, bytes);
      bytes = 0;
    }
  }
  if (bytes > 0 || builder.hasPoints) yield builder.take(positions, bytes);
}

/** RunStatus of mlflow/protos/service.proto, by number or name. */
const outcomes: Record<string, ReadBatch["outcome"]> = {
  "4": { status: "crashed", message: "Failed, as MLflow recorded" },
  FAILED: { status: "crashed", message: "Failed, as MLflow recorded" },
  "5": { status: "cancelled", message: "Killed, as MLflow recorded" },
  KILLED: { status: "cancelled", message: "Killed, as MLflow recorded" },
};

function describe(folder: string, meta: Record<string, string>): ReadBatch["about"] {
  const tags = Object.fromEntries(
    filesBelow(join(folder, "tags")).map((file) => [nameOf(folder, "tags", file), textOf(file)]),
  );
  const params = Object.fromEntries(
    filesBelow(join(folder, "params")).map((file) => [nameOf(folder, "params", file), textOf(file)]),
  );
  const own = Object.entries(tags).filter(([name]) => !name.startsWith("mlflow."));
  const name = (tags["mlflow.runName"] ?? meta.run_name ?? "").trim().slice(0, 120);
  return {
    ...aboutRun({ config: params, tags: own.map(([key, value]) => (value ? `${key}=${value}` : key)) }),
    ...(name && { name }),
  };
}

/** The top level of a meta.yaml: `key: value` a line, quoted where it must be. */
function readMeta(file: string): Record<string, string> {
  const meta: Record<string, string> = {};
  for (const line of readHead(file).toString("utf8").split(/\r?\n/)) {
    const [, key, value] = line.match(/^([A-Za-z_]+):\s*(.*)$/) ?? [];
    if (key !== undefined && value !== undefined) meta[key] = value.replace(/^(['"])(.*)\1$/, "$2");
  }
  return meta;
}

const textOf = (file: string): string => readFileSync(file, "utf8").slice(0, 1000);

const nameOf = (folder: string, kind: string, file: string): string =>
  relative(join(folder, kind), file).split(sep).join("/");

/** A name with a "/" is a path below the folder. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}
