import type { CollectedGarbage } from "../../db/contract/read-models";
import type { ServerContext } from "../context";
import { collectGarbageInTurns } from "../upkeep/collect-garbage";

/** Deletes the runs that the stored rule gives up, as `gradiometer gc` does, while the server goes on. */
export async function deleteExpired({ db, home }: ServerContext): Promise<CollectedGarbage> {
  const { runs, files, bytes } = await collectGarbageInTurns(db, home);
  return { runs: runs.length, files: files.length, bytes };
}
