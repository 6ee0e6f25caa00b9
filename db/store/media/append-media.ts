import type { EventBatch } from "../../contract/events";
import type { Database } from "../../database";

/** Stores the references of a batch's images; their files are in the media folder already. */
export function appendMedia(db: Database, { runId, media }: EventBatch): void {
  const insert = db.statement(
    `INSERT INTO media (run_id, name, step, wall_time, sha256, mime_type, width, height, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, name, step) DO UPDATE SET wall_time = excluded.wall_time, sha256 = excluded.sha256,
       mime_type = excluded.mime_type, width = excluded.width, height = excluded.height, bytes = excluded.bytes`,
  );
  for (const item of media)
    insert.run(
      runId,
      item.name,
      item.step,
      item.wallTimeMs,
      item.sha256,
      item.mimeType,
      item.width,
      item.height,
      item.bytes,
    );
}
