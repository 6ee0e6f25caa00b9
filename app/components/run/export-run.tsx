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

/** Downloads every point of the run, as it is stored. */
export function ExportRun({ runId }: { runId: string }) {
  return (
    <Menu
      trigger={
        <Button>
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
          onSelect={() => downloadUrl("", `/api/export/${runId}?format=${format}`)}
        >
          {exportFormats[format].title}
        </MenuItem>
      ))}
    </Menu>
  );
}
