import { z } from "zod";
import { EventBatch } from "../../contract/events";
import { invalidInput } from "../invalid-input";
import { parseSeries } from "./parse-columns";

/** `EventBatch.parse`, an order of magnitude faster on long columns, which a hand-written loop reads. */
export function parseEventBatch(input: unknown): EventBatch {
  const parsed = Frame.safeParse(input);
  if (!parsed.success) throw invalidInput("event batch", parsed.error);
  return { ...parsed.data, series: parseSeries(parsed.data.series, { noun: "event batch" }).series };
}

/** The batch with its columns still unread. */
const Frame = EventBatch.extend({ series: z.unknown().default({}) });
