import type { BatchBuilder } from "./batch-builder";
import type { RecordEnd } from "./tensorboard/records";

/** A file that stops at a damaged record: what was saved of it, and from where on it was not. */
export function tellDamage(builder: BatchBuilder, file: string, end: RecordEnd, size: number): void {
  if (end.why !== "damaged") return;
  builder.remark(
    `${file} is damaged at byte ${end.at}: ${end.what}. The ${end.at} bytes before it were read and stored, the ${size - end.at} from there on were not.`,
  );
}
