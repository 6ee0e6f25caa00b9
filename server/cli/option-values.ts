import { statSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import { backendNames } from "../../db/contract/run-config";

/** Collects an option that may be given several times. */
export const collect = (value: string, before: string[]): string[] => [...before, value];

export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}, got "${text}".`);
    return value;
  };

/** Throws "invalid" for a folder where a file is to be written. */
export function assertNoFolder(option: string, path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new GradiometerError(
      "invalid",
      `Expected a file for ${option}, got the folder ${path}; name a file in it.`,
    );
}

export function backendName(text: string): string {
  if (backendNames.some((name) => name === text)) return text;
  throw new InvalidArgumentError(unknownWord("backend", text, backendNames));
}
