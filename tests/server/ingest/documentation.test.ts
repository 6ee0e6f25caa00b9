import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { packageRoot } from "../../../db/package-root";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase, freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const page = readFileSync(join(packageRoot(), "docs", "ingest.md"), "utf8");

/** The first example of a language, sent to this server. */
function example(language: string, url: string): string {
  const block = page.split(`\`\`\`${language}\n`)[1]?.split("```")[0];
  if (!block) throw new Error(`Expected an example in ${language}`);
  return block.replaceAll("http://127.0.0.1:3000", url);
}

const has = (command: string) => spawnSync(command, ["--version"]).status === 0;
const run = promisify(execFile);

test.skipIf(!has("curl"))(
  "the example for curl runs as it stands, and is answered as the page says",
  async () => {
    const home = freshHome();
    const { url } = await serverHere(home);
    const { stdout } = await run("sh", ["-c", `${example("sh", url).trim()} --silent`]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(example("json", url)));
    expect(findSeries(freshDatabase(home), "resnet-7", "gradient_norm")).toMatchObject({
      count: 3,
      nonFinite: 1,
    });
  },
);

test.skipIf(!has("python3"))("the example for Python runs as it stands", async () => {
  const home = freshHome();
  const { url } = await serverHere(home);
  await run("python3", ["-c", example("python", url)]);
  const db = freshDatabase(home);
  expect(getRun(db, "decay-1")).toMatchObject({ status: "finished", config: { settings: { lr: 0.1 } } });
  expect(findSeries(db, "decay-1", "loss")).toMatchObject({ count: 300, lastValue: 0.99 ** 299 });
});
