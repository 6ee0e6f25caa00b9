import type { SingleField } from "./config-fields";

/** What was typed, as the schema takes it. */
export function typedValue(field: SingleField, text: string): number | string | boolean {
  if (field.kind === "number") return numberOf(text);
  return field.kind === "choice" ? choiceOf(text) : text.trim();
}

const choiceOf = (text: string): string | boolean =>
  text === "true" ? true : text === "false" ? false : text;

/** A number, or the text itself so that the schema's complaint can quote it. */
export function numberOf(text: string): number | string {
  const value = Number(text.trim());
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}
