import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import type { ServerContext } from "../context";

/** Without ids: all. */
export const MarkAlertsSeen = z
  .object({ ids: z.array(z.string().max(64)).max(1000).optional() })
  .prefault({});
export type MarkAlertsSeen = z.infer<typeof MarkAlertsSeen>;

export function markAlertsSeen(_ctx: ServerContext, _input: MarkAlertsSeen): { unseen: number } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
