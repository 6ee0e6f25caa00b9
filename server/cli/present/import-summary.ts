import { severities } from "../../../db/contract/episode";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import type { ServerContext } from "../../context";
import { lockHolder } from "../../home/lock-home";
import type { ImportedRun } from "../../import/import-run";
import { episodeColumns } from "./episode-columns";
import { formatTable } from "./table";

/** Beyond these an import is read on the pages. */
const episodesShown = 20;

/** What became of an import: its runs, what is to be said of them, their episodes and where to look. */
export function importSummary(ctx: ServerContext, runs: readonly ImportedRun[]): string {
  const table = formatTable(runs, [
    { title: "run", cell: ({ runId }) => runId },
    { title: "format", cell: ({ format }) => format },
    { title: "new points", cell: ({ points }) => points.toLocaleString("en"), align: "right" },
    { title: "name", cell: ({ name }) => name },
  ]);
  const remarks = runs.flatMap(({ name, remarks }) => remarks.map((remark) => `${name}: ${remark}`));
  return [
    table,
    ...(remarks.length > 0 ? ["", ...remarks] : []),
    "",
    episodeLines(ctx, runs),
    "",
    whereToLook(ctx, runs),
  ].join("\n");
}

function episodeLines(ctx: ServerContext, runs: readonly ImportedRun[]): string {
  const ids = new Set(runs.map(({ runId }) => runId));
  const names = new Map(runs.map(({ runId, name }) => [runId, name]));
  const episodes = [...ids].flatMap((runId) => listEpisodes(ctx.db, { runIds: [runId] }));
  episodes.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  if (episodes.length === 0) return "Episodes: none.";
  const shown = formatTable(episodes.slice(0, episodesShown), [
    ...episodeColumns,
    { title: "run", cell: ({ runId }) => names.get(runId) ?? runId },
  ]);
  const left = episodes.length - episodesShown;
  return `Episodes\n${shown}${left > 0 ? `\n(and ${left} more)` : ""}`;
}

function whereToLook(ctx: ServerContext, [first, ...others]: readonly ImportedRun[]): string {
  const url = lockHolder(ctx.home)?.url;
  const id = first?.runId ?? "";
  if (url) return `Look: ${others.length > 0 ? `${url}/` : `${url}/runs/${id}`}`;
  return `Look: gradiometer show ${others.length > 0 ? "<run>" : id}, or gradiometer start and its pages`;
}
