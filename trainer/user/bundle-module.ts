import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Plugin } from "esbuild";
import { UserCodeError } from "./user-code-error";

export interface BundledModule {
  /** JavaScript that ends with its source map. */
  code: string;
  /** Of the code without the map, so that a run's record tells two versions of a module apart. */
  sha256: string;
  /** The person's own files in it, as absolute paths: the module and what it imports, but for packages. */
  files: string[];
}

/** Under this symbol's name `loadModule` puts the trainer's own instances of the packages below. */
export const sharedKey = "gradiometer/shared";

/** Packages that a module must share with the trainer, and under which key they are shared. */
const sharedPackages: Record<string, string> = {
  gradiometer: "api",
  zod: "zod",
  "@tensorflow/tfjs": "tf",
  "@tensorflow/tfjs-core": "tf",
};

/**
 * Bundles a module and all it imports. Relative files and packages come from where the module stands, and its
 * `import.meta.url` stays what it was.
 */
export async function bundleModule(path: string): Promise<BundledModule> {
  const { build } = await import("esbuild");
  const folder = dirname(path);
  try {
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: [path],
      outfile: join(folder, "module.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      sourcemap: "external",
      write: false,
      logLevel: "silent",
      define: { "import.meta.url": JSON.stringify(pathToFileURL(path).href) },
      plugins: [useSharedPackages],
    });
    const text = outputFiles.find(({ path }) => path.endsWith(".mjs"))!.text;
    const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))!.text) as {
      sources: string[];
    };
    const files = map.sources
      .filter((source) => !source.startsWith("shared:") && !source.includes("node_modules/"))
      .map((source) => resolve(folder, source));
    map.sources = map.sources.map((source) =>
      source.startsWith("shared:") ? source : pathToFileURL(resolve(folder, source)).href,
    );
    const inline = Buffer.from(JSON.stringify(map)).toString("base64");
    return {
      code: `${text}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`,
      sha256: createHash("sha256").update(text).digest("hex"),
      files,
    };
  } catch (cause) {
    throw new UserCodeError(explainFailure(path, cause as Partial<BuildFailure>), cause);
  }
}

const useSharedPackages: Plugin = {
  name: "shared-packages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) =>
      Object.hasOwn(sharedPackages, path) ? { path, namespace: "shared" } : undefined,
    );
    // As CommonJS, from which a bundle takes any name that is imported.
    onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
      contents: `module.exports = globalThis[Symbol.for(${JSON.stringify(sharedKey)})].${sharedPackages[path]}`,
      loader: "js",
    }));
  },
};

function explainFailure(path: string, { errors, message }: Partial<BuildFailure>): string {
  const [first] = errors ?? [];
  if (!first) return `${basename(path)} cannot be bundled: ${message}`;
  const where = first.location ? `${first.location.file}:${first.location.line}` : basename(path);
  return `${where}: ${first.text}`;
}
