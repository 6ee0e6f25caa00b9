import { z } from "zod";

/** What a run's points can be written as: the name asked for, what people read, and what a file of it is called and served as. */
export const exportFormats = {
  csv: { title: "CSV", extension: "csv", contentType: "text/csv; charset=utf-8" },
  jsonl: { title: "JSON Lines", extension: "jsonl", contentType: "application/x-ndjson; charset=utf-8" },
  parquet: { title: "Parquet", extension: "parquet", contentType: "application/vnd.apache.parquet" },
  tensorboard: {
    title: "TensorBoard events",
    extension: "tfevents",
    contentType: "application/octet-stream",
  },
} as const;

export type ExportFormat = keyof typeof exportFormats;
export const exportFormatNames = Object.keys(exportFormats) as ExportFormat[];

export const ExportOptions = z.object({
  format: z.enum(exportFormatNames),
  /** CSV with a column a series instead of a line a point. */
  wide: z.boolean().default(false),
  /** Only series of this name; `*` stands for any characters, `?` for one. */
  series: z.string().min(1).default("*"),
});
export type ExportOptions = z.infer<typeof ExportOptions>;
