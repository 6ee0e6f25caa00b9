import type { ImportFormat } from "./format";
import { csv } from "./text/csv";
import { jsonLines } from "./text/json-lines";

/** All that are understood; of several that claim a file the first has it. */
export const importFormats: readonly ImportFormat[] = [csv, jsonLines];
