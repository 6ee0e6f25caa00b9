import type { Database } from "../../../db/database";
import { trainerRows } from "../../launcher/trainer-rows";

/** Trainers outlive the server, which a person at Ctrl-C should know. Runs of other programs were never its to take up. */
export function farewell(db: Database): string {
  const count = trainerRows(db).filter(({ isExternal }) => !isExternal).length;
  if (count === 0) return "Stopped.";
  const trainings = count === 1 ? "1 training goes" : `${count} trainings go`;
  return `Stopped. ${trainings} on and will be taken up at the next start; \`gradiometer cancel <run>\` ends one.`;
}
