/** Points a chunk of a compacted series: little enough for a small read to unpack, and long enough for planes to deflate well. */
export const chunkPoints = 4096;

/**
 * Points a chunk as they are recorded, of which the last of a series is written again with each commit: two of 64-bit
 * values fill a page of 4 KiB.
 */
export const liveChunkPoints = 248;
