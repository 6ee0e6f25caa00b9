import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { failure, type Installation, runCommand } from "./installation-step";

/**
 * tfjs-node's package, without its install script: that one downloads libtensorflow 2.9.1, built for CUDA 11.2,
 * which today's GPUs do not run, from a host that is no package registry.
 */
export async function installPackage(
  installation: Installation,
  name: string,
  version: string,
): Promise<void> {
  writeFileSync(join(installation.folder, "package.json"), '{ "private": true }\n');
  const npm = npmCommand();
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`];
  // node-gyp comes with npm; only where it cannot be found there is a copy installed beside the package.
  if (!nodeGypOfNpm()) args.push("node-gyp");
  const result = await runCommand(installation, npm.command, [...npm.args, ...args]);
  if (result.missing)
    throw new GradiometerError("unavailable", "npm was not found: install it beside Node.js");
  if (!result.ok) throw failure(installation, `Installing ${name}`, result);
}

/**
 * Puts TensorFlow where the package's build expects it. Links are relative, so the folder may be renamed, and
 * `lib` is TensorFlow's own folder: the libraries look for CUDA's relative to where they lie.
 */
export function linkTensorflow(installation: Installation, packageName: string, tensorflow: string): void {
  const deps = join(installation.folder, "node_modules", packageName, "deps");
  const source = join(installation.folder, tensorflow);
  mkdirSync(deps, { recursive: true });
  symlinkSync(relative(deps, join(source, "include")), join(deps, "include"));
  symlinkSync(relative(deps, source), join(deps, "lib"));
  symlinkSync("libtensorflow_cc.so.2", join(source, "libtensorflow.so"));
  symlinkSync("libtensorflow_framework.so.2", join(source, "libtensorflow_framework.so"));
}

/** Compiles the N-API binding (two C++ files) against TensorFlow's C API. */
export async function compileBinding(installation: Installation, packageName: string): Promise<void> {
  const folder = join(installation.folder, "node_modules", packageName);
  const nodeGyp =
    nodeGypOfNpm() ?? join(installation.folder, "node_modules", "node-gyp", "bin", "node-gyp.js");
  const headers = headersOfNode();
  const result = await runCommand(installation, process.execPath, [
    nodeGyp,
    "rebuild",
    `--directory=${folder}`,
    `--python=${join(installation.folder, "python", "bin", "python")}`,
    ...(headers ? [`--nodedir=${headers}`] : []),
    "--module_name=tfjs_binding",
    `--module_path=${join(folder, "lib", "napi-v8")}`,
    "--napi_build_version=8",
  ]);
  if (!result.ok)
    throw failure(installation, "Compiling the binding to TensorFlow", result, [
      [
        /not found: make|g\+\+: (command )?not found|c\+\+: (command )?not found|No such file or directory.*(g\+\+|make)/,
        "A C++ compiler and make are needed: install them (apt install build-essential) and run the command again",
      ],
    ]);
}

/** npm by the running Node where it says how it was started, else by the search path. */
function npmCommand(): { command: string; args: string[] } {
  const npm = process.env.npm_execpath;
  return npm?.endsWith("npm-cli.js") && existsSync(npm)
    ? { command: process.execPath, args: [npm] }
    : { command: "npm", args: [] };
}

function nodeGypOfNpm(): string | undefined {
  const beside = dirname(dirname(process.execPath));
  const npmFolders = [join(beside, "lib", "node_modules", "npm"), join(beside, "share", "nodejs", "npm")];
  if (process.env.npm_execpath) npmFolders.unshift(dirname(dirname(process.env.npm_execpath)));
  return npmFolders
    .map((folder) => join(folder, "node_modules", "node-gyp", "bin", "node-gyp.js"))
    .find((file) => existsSync(file));
}

/** The headers of the running Node, which most installations have; elsewhere node-gyp downloads them. */
function headersOfNode(): string | undefined {
  const root = dirname(dirname(process.execPath));
  const header = join(root, "include", "node", "node_version.h");
  if (!existsSync(header)) return undefined;
  const major = /NODE_MAJOR_VERSION\s+(\d+)/.exec(readFileSync(header, "utf8"))?.[1];
  return major === process.versions.node.split(".")[0] ? root : undefined;
}
