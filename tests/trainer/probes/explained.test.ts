import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../db/package-root";
import { probes } from "../../../trainer/probes/registry";

/** Where the file is not called like the probe. */
const files: Record<string, string> = {
  "update-norm": "update-probe",
  loss: "loss-probe",
  "gradient-quantiles": "gradient-magnitudes",
  "gradient-histogram": "gradient-magnitudes",
};

test.each(probes)("$name: its file tells its source, when it misleads and its cost", ({ name }) => {
  const text = readFileSync(join(packageRoot(), "trainer", "probes", `${files[name] ?? name}.ts`), "utf8");
  for (const heading of ["Source:", "Misleads:", "Cost:"]) expect(text).toContain(`\n * ${heading}`);
});
