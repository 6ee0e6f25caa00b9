import { existsSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { failure, type Installation, runCommand } from "./installation-step";

/**
 * TensorFlow's shared libraries and headers, from the wheel that PyPI serves, in a virtual environment of their
 * own. Nothing of Python runs later; pip is how the wheel and CUDA's libraries get here.
 */
export async function createPythonEnvironment(installation: Installation): Promise<void> {
  const python = pythonCommand();
  const result = await runCommand(installation, python, ["-m", "venv", "python"]);
  if (result.missing)
    throw new GradiometerError(
      "unavailable",
      `Python 3 is needed to fetch TensorFlow, and "${python}" was not found: install it (apt install python3 python3-venv), or name one by GRADIOMETER_PYTHON`,
    );
  if (!result.ok)
    throw failure(installation, "Creating a Python environment", result, [
      [
        /ensurepip is not|No module named '?(venv|ensurepip)/,
        `Python's venv module is missing: install it (apt install python3-venv), or name another Python by GRADIOMETER_PYTHON`,
      ],
    ]);
}

/** Installs the wheel and returns the folder with its libraries, relative to the installation. */
export async function installTensorflow(
  installation: Installation,
  requirement: string,
  options: { withDependencies: boolean },
): Promise<string> {
  const python = join(installation.folder, "python", "bin", "python");
  const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-compile"];
  // Python's own dependencies (numpy, keras, ...) are not needed; CUDA's packages are.
  if (!options.withDependencies) pip.push("--no-deps");
  const installed = await runCommand(installation, python, [...pip, requirement]);
  if (!installed.ok)
    throw failure(installation, `Installing ${requirement}`, installed, [
      [
        /No matching distribution|Requires-Python|not a supported wheel/,
        `PyPI has no ${requirement} for ${await describePython(installation, python)} on ${process.platform} ${process.arch}: name a Python that TensorFlow supports by GRADIOMETER_PYTHON (as of TensorFlow 2.21: 3.10 to 3.13)`,
      ],
    ]);
  const located = await runCommand(installation, python, [
    "-c",
    "import os, sysconfig; print(os.path.relpath(os.path.join(sysconfig.get_path('platlib'), 'tensorflow')))",
  ]);
  const folder = located.output.trim();
  const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2", "include/tensorflow/c/c_api.h"];
  const missing = libraries.find((file) => !existsSync(join(installation.folder, folder, file)));
  if (!located.ok || missing)
    throw new GradiometerError(
      "unavailable",
      `${requirement} was installed without ${missing ?? "a folder"}, which tfjs-node links against: see ${installation.log}`,
    );
  return folder;
}

export function pythonCommand(): string {
  return process.env.GRADIOMETER_PYTHON || "python3";
}

async function describePython(installation: Installation, python: string): Promise<string> {
  const { ok, output } = await runCommand(installation, python, ["--version"]);
  return ok ? output.trim() : "this Python";
}
