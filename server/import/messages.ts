import type { ImportRequest } from "./import-paths";
import type { ImportedRun, ImportRound } from "./import-run";

export interface ThreadData {
  home: string;
  request: Pick<ImportRequest, "paths" | "as" | "name">;
}

/** What an import's thread tells of it. */
export type FromThread =
  | { kind: "batch"; batch: ImportRound }
  | { kind: "done"; runs: ImportedRun[] }
  | { kind: "refused"; message: string };
