import type { ImportFormat } from "./format";
import { mlflow } from "./mlflow/file-store";
import { eventFiles } from "./tensorboard/event-files";
import { csv } from "./text/csv";
import { jsonLines } from "./text/json-lines";
import { trainerState } from "./trainer-state";
import { wandbOffline } from "./wandb/offline-run";

/** All that are understood; of several that claim a file the first has it. */
export const importFormats: readonly ImportFormat[] = [
  eventFiles,
  wandbOffline,
  trainerState,
  mlflow,
  csv,
  jsonLines,
];
