import { basename, dirname, relative, sep } from "node:path";

/**
 * What a run is called that was found in `path` below `root`: its path within it, without an extension and without what
 * such files are usually called. The root itself goes by its own name.
 */
export function nameWithin(root: string, path: string, usual: readonly string[] = []): string {
  const own = basename(path).replace(/\.[A-Za-z0-9]+$/, "");
  const isUsual = usual.includes(own.toLowerCase());
  const kept = isUsual ? dirname(path) : `${dirname(path)}${sep}${own}`;
  const within = relative(root, kept).split(sep).join("/");
  if (within === "" || within === "." || within.startsWith(".."))
    return basename(isUsual ? dirname(path) : kept) || own;
  return within;
}

/** The same for a run that is a folder. */
export function folderWithin(root: string, folder: string): string {
  const within = relative(root, folder).split(sep).join("/");
  return within === "" || within.startsWith("..") ? basename(folder) : within;
}
