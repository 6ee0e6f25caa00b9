"use client";

import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { cx } from "../../format/class-names";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ImportState } from "./import-state";
import { useImports } from "./use-imports";

/** Records runs that other programs left in files: dropped here, or where they lie on the server's machine. */
export function ImportDialog() {
  const { imports, importPath, importFiles } = useImports();
  const [path, setPath] = useState("");
  const [over, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      title="Import runs"
      description="TensorBoard, W&B offline, Hugging Face, MLflow, Lightning, CSV and JSON Lines. Again adds what is new."
      trigger={
        <Button size="small">
          <Upload size={14} aria-hidden /> Import
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <form
          className="flex flex-wrap gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (path.trim() !== "") importPath(path.trim());
          }}
        >
          <input
            type="text"
            aria-label="File or folder on the server's machine"
            placeholder="/data/logs"
            className="field min-w-0 flex-1 basis-60 font-mono text-13!"
            spellCheck={false}
            autoComplete="off"
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
          <Button type="submit" variant="primary" disabled={path.trim() === ""}>
            Import path
          </Button>
        </form>
        <fieldset
          aria-label="Drop files"
          className={cx(
            "flex flex-col items-center gap-2 rounded-md border border-dashed p-6 text-13 text-muted",
            over && "bg-hover",
          )}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            importFiles([...event.dataTransfer.files]);
          }}
        >
          Drop log files here, or
          <Button size="small" onClick={() => field.current?.click()}>
            Choose files
          </Button>
          <input
            ref={field}
            type="file"
            multiple
            className="hidden"
            aria-label="Log files"
            onChange={(event) => {
              importFiles([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          A folder is named by its path above.
        </fieldset>
        {imports.map((one) => (
          <ImportState key={one.key} of={one} />
        ))}
      </div>
    </Dialog>
  );
}
