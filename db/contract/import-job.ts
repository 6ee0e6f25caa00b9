import { z } from "zod";

/** What a page asks to be imported: a path on the server's machine. */
export const ImportPath = z.strictObject({
  path: z.string().trim().min(1).max(4096),
  name: z.string().trim().min(1).max(120).optional(),
});

/** An import that a page asked for, as it stands. */
export interface ImportJob {
  id: string;
  state: "running" | "done" | "failed";
  /** What is imported: a path, or the name of an uploaded file. */
  source: string;
  bytes: number;
  totalBytes: number;
  points: number;
  /** Why it failed, or what of it could not be read, in sentences. */
  message: string | null;
  /** What came of it, once it is done. */
  runs: { runId: string; name: string; points: number; remarks: string[] }[];
}
