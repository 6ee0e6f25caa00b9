"use client";

import { Download } from "lucide-react";
import { type ExportFormat, exportFormatNames, exportFormats } from "../../../db/contract/export";
import { downloadUrl } from "../../charts/export-chart";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";

const descriptions: Record<ExportFormat, string> = {
  csv: "A line a point: step, wall time, series, value",
  jsonl: "A line a step, with what was recorded at it",
  parquet: "The same columns as CSV, compressed",
  tensorboard: "A file for a TensorBoard log directory",
};

/** Downloads every point of a run, as it is stored. */
export const ExportRun = ({ runId }: { runId: string }) => <ExportMenu address={`/api/export/${runId}?`} />;

/** The same of several, as one archive. */
export const ExportRuns = ({ runIds }: { runIds: readonly string[] }) => (
  <ExportMenu address={`/api/export?${runIds.map((id) => `run=${id}&`).join("")}`} size="small" />
);

function ExportMenu({ address, size }: { address: string; size?: "small" }) {
  return (
    <Menu
      trigger={
        <Button size={size}>
          <Download size={14} aria-hidden />
          Export
        </Button>
      }
    >
      {exportFormatNames.map((format) => (
        <MenuItem
          key={format}
          description={descriptions[format]}
          // The server's answer names the file.
          onSelect={() => downloadUrl("", `${address}format=${format}`)}
        >
          {exportFormats[format].title}
        </MenuItem>
      ))}
    </Menu>
  );
}
