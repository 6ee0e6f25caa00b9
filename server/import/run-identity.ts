import { createHash } from "node:crypto";

/**
 * The id that an import gives a run: the same path within its root with the same content has the same one, wherever the
 * root lies, so that importing again finds it. Legible: the end of its name comes first.
 */
export function importedRunId(format: string, name: string, contentId: string, asked?: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([format, name, contentId, asked ?? null]))
    .digest("hex");
  const legible = (asked ?? name)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(-48)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return `${legible || format}-${hash.slice(0, 10)}`;
}
