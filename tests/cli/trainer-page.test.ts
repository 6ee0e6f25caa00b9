import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CreateExperiment } from "../../db/contract/experiment";
import { packageRoot } from "../../db/package-root";
import { parseArms } from "../../server/cli/settings/parse-arms";
import { configOf } from "../../server/cli/settings/parse-config";

/** Rows of docs/trainer.md with a command for a built-in workload: that command and what to expect. */
function rowsOf(sections: readonly string[]): [command: string, expected: string][] {
  return sections.flatMap((section) =>
    section.split("\n").flatMap((line): [string, string][] => {
      const cells = line.split("|").map((cell) => cell.trim());
      const at = cells.findIndex((cell) => /^`(train|compare) [a-z-]+( |`)/.test(cell));
      return at < 0 ? [] : [[cells[at]!.slice(1, -1), cells[at + 1]!]];
    }),
  );
}

const sections = readFileSync(join(packageRoot(), "docs/trainer.md"), "utf8").split("\n## ");
const isOnWrongWords = (section: string) => section.startsWith("A wrong word");
const rows = rowsOf(sections.filter((section) => !isOnWrongWords(section)));
const wrong = rowsOf(sections.filter(isOnWrongWords));

/** What the command line makes of it before anything is stored. */
async function parse(command: string): Promise<void> {
  const [, workload = "", ...words] = command.split(" ");
  const options: [string, string][] = [];
  for (let at = 0; at < words.length; at += 2) options.push([words[at]!, words[at + 1]!]);
  const all = (option: string) => options.filter(([name]) => name === option).map(([, value]) => value);
  const config = await configOf(workload, [
    ...all("--set"),
    ...all("--interventions").map((set) => `interventions=${set}`),
    ...all("--guard").map((rules) => `guardrails=${rules}`),
  ]);
  const [arms, seeds] = [all("--arms")[0], Number(all("--seeds")[0])];
  if (arms === undefined) return;
  const parsed = CreateExperiment.safeParse({ name: "a", config, arms: parseArms(config, arms), seeds });
  if (parsed.error) throw new Error(parsed.error.issues[0]!.message);
}

describe("a command of docs/trainer.md", () => {
  const isRefused = ([, expected]: [string, string]) => expected.startsWith("refused");

  test.each(rows.filter((row) => !isRefused(row)))("can be given: %s", async (command) => {
    await expect(parse(command)).resolves.toBeUndefined();
  });

  test.each(rows.filter(isRefused))("is refused: %s", async (command) => {
    await expect(parse(command)).rejects.toThrow();
  });

  test.each(wrong)("is answered as the page says: %s", async (command, answer) => {
    const [says = ""] = answer.slice(1).split(/, \.\.\.|\.\.\.|`/);
    await expect(parse(command)).rejects.toThrow(says.trim());
  });

  test("is there for every part of the trainer", () => {
    expect(rows.length).toBeGreaterThan(70);
    expect(wrong).toHaveLength(6);
  });
});
