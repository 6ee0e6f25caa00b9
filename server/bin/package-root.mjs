import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json, whatever the working directory is. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Locks, logs and stamps of installs and builds live with what they describe. */
export const distFolder = join(root, "dist");
export const nextFolder = join(root, ".next");
