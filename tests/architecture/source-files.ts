import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const sourceFolders = ["app", "db", "diagnostics", "server", "trainer", "tests"];

/** TypeScript, JavaScript and CSS of ours, relative to the package, "/" between folders. */
export function sourceFiles(root: string): string[] {
  return sourceFolders
    .flatMap((folder) => filesUnder(root, folder))
    .filter((file) => /\.(ts|tsx|mjs|js|css)$/.test(file));
}

/** What git holds; every file of ours where there is no git (a packed copy). */
export function trackedFiles(root: string): string[] {
  try {
    const listed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", stdio: "pipe" });
    return listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  } catch {
    return sourceFiles(root);
  }
}

export interface Import {
  from: string;
  /** `import type`: gone at run time. */
  typeOnly: boolean;
}

/** Static imports, re-exports, dynamic imports and import() types of a file. */
export function importedFrom(file: string): Import[] {
  const source = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const statements =
    /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...source.matchAll(statements)].map(([, type, statically, dynamically]) => ({
    from: statically ?? dynamically ?? "",
    typeOnly: type !== undefined,
  }));
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, path) : [path];
  });
}
