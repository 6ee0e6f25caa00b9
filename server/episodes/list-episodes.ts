import type { EpisodeFilter } from "../../db/contract/episode";
import { GradiometerError } from "../../db/contract/errors";
import type { EpisodeRow } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function listEpisodes(_ctx: ServerContext, _input: EpisodeFilter): EpisodeRow[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
