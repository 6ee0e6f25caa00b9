import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GradiometerError } from "../../../db/contract/errors";
import { backendsFolder } from "../../../db/home";
import { type InstallProgress, installBackend } from "../../../server/backend/install";
import { installForGpu } from "../../../server/backend/install-for-gpu";
import { nvidiaGpus } from "../../../server/backend/nvidia";

/** Python's and pip's failures as users meet them, played by a script in place of python3. */
let home: string;
let environment: NodeJS.ProcessEnv;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "gradiometer-install-"));
  environment = { ...process.env };
});
afterEach(() => {
  process.env = environment;
  rmSync(home, { recursive: true, force: true });
});

function executable(name: string, script: string): string {
  const file = join(home, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A python3 whose venv works and whose pip ends as told. */
function pythonWithPip(pip: string): string {
  return executable(
    "python3",
    `if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; exit; fi
if [ "$1" = --version ]; then echo "Python 3.7.1"; exit; fi
if [ "$2" = pip ]; then ${pip}; fi`,
  );
}

async function failureOf(kind: "node" | "gpu" = "node"): Promise<GradiometerError> {
  const error = await installBackend(home, kind).then(
    () => new Error("it succeeded"),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(GradiometerError);
  return error as GradiometerError;
}

/** Nothing but the log may be left. */
function leftovers(): string[] {
  return readdirSync(backendsFolder(home)).filter((name) => !name.endsWith(".log"));
}

describe.runIf(process.platform === "linux")("installing a native backend", () => {
  it("says that Python is missing and how to get or name one", async () => {
    process.env.GRADIOMETER_PYTHON = join(home, "no-such-python");
    expect((await failureOf()).message).toMatch(
      /Python 3 is needed.*not found.*apt install.*GRADIOMETER_PYTHON/,
    );
    expect(leftovers()).toEqual([]);
  });

  it("says that the venv module is missing", async () => {
    process.env.GRADIOMETER_PYTHON = executable("python3", 'echo "ensurepip is not available"; exit 1');
    expect((await failureOf()).message).toMatch(/venv module is missing.*apt install python3-venv/);
    expect(leftovers()).toEqual([]);
  });

  it("says that the network is not there, even where pip calls it a missing version", async () => {
    process.env.GRADIOMETER_PYTHON = pythonWithPip(
      'echo "NewConnectionError: Temporary failure in name resolution"; echo "ERROR: No matching distribution found"; exit 1',
    );
    expect((await failureOf()).message).toMatch(/registry could not be reached: check the network/);
    expect(leftovers()).toEqual([]);
  });

  it("says that TensorFlow has nothing for this Python", async () => {
    process.env.GRADIOMETER_PYTHON = pythonWithPip('echo "ERROR: No matching distribution found"; exit 1');
    const { message } = await failureOf("gpu");
    expect(message).toMatch(/PyPI has no tensorflow\[and-cuda\] for Python 3\.7\.1.*GRADIOMETER_PYTHON/);
  });

  it("says that the disk is full", async () => {
    process.env.GRADIOMETER_PYTHON = pythonWithPip(
      'echo "OSError: [Errno 28] No space left on device"; exit 1',
    );
    const error = await failureOf();
    expect(error.code).toBe("storage-full");
    expect(leftovers()).toEqual([]);
  });

  it("names the log for what it does not know, and keeps the output there", async () => {
    process.env.GRADIOMETER_PYTHON = pythonWithPip('echo "something odd"; exit 1');
    const { message } = await failureOf();
    expect(message).toContain("something odd");
    expect(message).toContain(join(backendsFolder(home), "install-node.log"));
  });

  it("leaves an earlier installation as it was when it fails", async () => {
    const installed = join(backendsFolder(home), "node");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "package.json"), "{}");
    process.env.GRADIOMETER_PYTHON = pythonWithPip("exit 1");
    await failureOf();
    expect(existsSync(join(installed, "package.json"))).toBe(true);
    expect(leftovers()).toEqual(["node"]);
  });

  it("removes what a killed installation left behind", async () => {
    mkdirSync(join(backendsFolder(home), ".node-999999999"), { recursive: true });
    process.env.GRADIOMETER_PYTHON = join(home, "no-such-python");
    await failureOf();
    expect(leftovers()).toEqual([]);
  });

  it("reports its steps", async () => {
    const steps: InstallProgress[] = [];
    process.env.GRADIOMETER_PYTHON = pythonWithPip("exit 1");
    await installBackend(home, "node", (progress) => steps.push(progress)).catch(() => {});
    expect(steps.map(({ step, steps: of, message }) => `${step}/${of} ${message}`)).toEqual([
      "1/7 Creating a Python environment",
      `2/7 Installing ${process.arch === "x64" ? "tensorflow-cpu" : "tensorflow"} from PyPI (about 270 MB)`,
    ]);
  });

  it("can be cancelled", async () => {
    process.env.GRADIOMETER_PYTHON = pythonWithPip("sleep 30");
    const controller = new AbortController();
    const installing = installBackend(
      home,
      "node",
      ({ step }) => {
        if (step === 2) setTimeout(() => controller.abort(), 50);
      },
      { signal: controller.signal },
    );
    await expect(installing).rejects.toThrow("The installation was cancelled");
    expect(leftovers()).toEqual([]);
  });
});

describe("an NVIDIA GPU", () => {
  it("is named where nvidia-smi answers", async () => {
    const command = executable("nvidia-smi", 'echo "NVIDIA H200"; echo "NVIDIA H200"');
    expect(await nvidiaGpus(command)).toEqual(["NVIDIA H200", "NVIDIA H200"]);
  });

  it("is not there where nvidia-smi is missing or fails", async () => {
    expect(await nvidiaGpus(join(home, "no-such-command"))).toEqual([]);
    expect(await nvidiaGpus(executable("nvidia-smi", "echo NVIDIA-SMI has failed; exit 9"))).toEqual([]);
  });

  it("gets its backend at start, and a failure is one sentence", async () => {
    executable("nvidia-smi", 'echo "NVIDIA H200"');
    process.env.PATH = `${home}:${process.env.PATH}`;
    process.env.GRADIOMETER_PYTHON = join(home, "no-such-python");
    const outcome = await installForGpu(home);
    expect(outcome).toMatchObject({ outcome: "failed" });
    expect((outcome as { message: string }).message).toMatch(/^NVIDIA H200 stays unused.*Python 3 is needed/);
  });

  it("does nothing where the backend is there already", async () => {
    mkdirSync(join(backendsFolder(home), "gpu"), { recursive: true });
    expect(await installForGpu(home)).toEqual({ outcome: "present" });
  });
});
