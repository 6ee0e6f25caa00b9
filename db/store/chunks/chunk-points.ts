/** Points a chunk: little enough for a small read to unpack, and long enough for planes to deflate well. */
export const chunkPoints = 4096;
