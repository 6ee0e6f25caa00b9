import type { ImportFormat } from "./format";
import { eventFiles } from "./tensorboard/event-files";
import { csv } from "./text/csv";
import { jsonLines } from "./text/json-lines";

/** All that are understood; of several that claim a file the first has it. */
export const importFormats: readonly ImportFormat[] = [eventFiles, csv, jsonLines];
