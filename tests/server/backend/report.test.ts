import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportBackends } from "../../../server/backend/report";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "gradiometer-report-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the report of backends", () => {
  it("lists what is installed, what is used and why, and how to get the rest", async () => {
    const report = await reportBackends(home);
    expect(report.inUse).toMatchObject({ name: "wasm", version: "4.22.0" });
    expect(report.inUse.reason).toContain("node is not installed");
    expect(report.backends.map(({ name, installed }) => [name, installed])).toEqual([
      ["gpu", false],
      ["node", false],
      ["wasm", true],
      ["cpu", true],
    ]);
    expect(report.backends[1]!.detail).toBe("not installed: gradiometer backend install node");
  });

  it("says what is wrong with an installation that does not load", async () => {
    mkdirSync(join(home, "backends", "node"), { recursive: true });
    const report = await reportBackends(home);
    expect(report.backends[1]).toMatchObject({ name: "node", installed: true, version: null });
    expect(report.backends[1]!.detail).toMatch(/^does not load: .*gradiometer backend install node/);
    expect(report.inUse.name).toBe("wasm");
  });
});
