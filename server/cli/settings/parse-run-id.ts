import { GradiometerError } from "../../../db/contract/errors";
import { RunId } from "../../../db/contract/identifiers";

export function parseRunId(text: string): string {
  const parsed = RunId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new GradiometerError("invalid", `"${text}" is no run id; \`gradiometer runs\` lists them.`);
}
