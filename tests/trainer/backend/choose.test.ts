import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { packageRoot } from "../../../db/package-root";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { bundled } from "../autodiff/child";

let probe: string;
let home: string;
beforeAll(async () => {
  probe = await bundled("trainer/backend/probe.ts");
  home = mkdtempSync(join(tmpdir(), "gradiometer-backends-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Answer {
  ok: boolean;
  name?: string;
  version?: string;
  reason?: string;
  message?: string;
}

/** Each choice in a process of its own: a process has one engine, and a native backend stays in it. */
async function choose(at: string, ...args: string[]): Promise<Answer> {
  const env = { ...process.env, GRADIOMETER_HOME: at };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [probe, ...args], { env }).catch(
    (error) => error as { stdout: string; stderr: string },
  );
  if (!stderr.includes("oneDNN")) expect(stderr).toBe("");
  return JSON.parse(stdout) as Answer;
}

describe("the choice of a backend", () => {
  it("takes wasm where no native backend is installed, and says so", async () => {
    expect(await choose(home)).toEqual({
      ok: true,
      name: "wasm",
      version: "4.22.0",
      reason: "gpu is not installed; node is not installed; wasm is the fastest that loads",
    });
  });

  it.each(["wasm", "cpu"])("takes %s when asked for it", async (name) => {
    const answer = await choose(home, "--backend", name);
    expect(answer).toMatchObject({ ok: true, name, reason: `${name} was asked for` });
  });

  it("says how to install a native backend that was asked for and is missing", async () => {
    const answer = await choose(home, "--backend", "node");
    expect(answer.ok).toBe(false);
    expect(answer.message).toContain('Backend "node" was asked for but is not installed');
    expect(answer.message).toContain("gradiometer backend install node");
  });

  describe("with a broken native installation", () => {
    beforeAll(() => {
      const folder = join(home, "backends", "node", "node_modules", "@tensorflow", "tfjs-node");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), '{ "name": "@tensorflow/tfjs-node", "main": "index.js" }');
      writeFileSync(join(folder, "index.js"), 'throw new Error("libtensorflow.so.2: cannot open");');
    });

    it("passes it over, with the reason", async () => {
      const answer = await choose(home);
      expect(answer).toMatchObject({ ok: true, name: "wasm" });
      expect(answer.reason).toContain("node does not load (libtensorflow.so.2: cannot open)");
    });

    it("is an error when that backend was asked for", async () => {
      const answer = await choose(home, "--backend", "node");
      expect(answer.ok).toBe(false);
      expect(answer.message).toMatch(
        /does not load \(libtensorflow.so.2: cannot open\).*install node` again/,
      );
    });
  });

  it.runIf(isNativeInstalled(dataHome(), "node"))("prefers an installed tfjs-node to wasm", async () => {
    const answer = await choose(dataHome());
    expect(["node", "gpu"]).toContain(answer.name);
    expect(answer.version).toMatch(/^4\.22\.0 \(TensorFlow \d+\.\d+/);
  });

  it("finds wasm's binaries from a package whose path has spaces", async () => {
    const moved = join(home, "a folder with spaces");
    mkdirSync(moved);
    symlinkSync(join(packageRoot(), "node_modules"), join(moved, "node_modules"));
    writeFileSync(join(moved, "package.json"), '{ "name": "gradiometer", "type": "module" }');
    const copy = join(moved, "probe.mjs");
    cpSync(probe, copy);
    const { stdout } = await promisify(execFile)(process.execPath, [copy, "--backend", "wasm"]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, name: "wasm" });
  });
});
