import { formatExact } from "../format/number";
import type { ChartTable } from "./figure";

/** RFC 4180: a field with a comma, quote or line break is quoted. */
export function toCsv({ columns, rows }: ChartTable): string {
  const field = (value: string | number) => {
    const text = typeof value === "number" ? formatExact(value) : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows]
    .map((row) => row.map(field).join(","))
    .join("\r\n")
    .concat("\r\n");
}

/** `Gradient norm, step 400` -> `gradient-norm-step-400`. */
export function fileNameOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "chart"
  );
}

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  downloadUrl(name, url);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function downloadUrl(name: string, url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
