// Bundles the training of the classifier like every process of ours, and runs it.
import { join } from "node:path";
import { bundle } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { distFolder } from "./package-root.mjs";

await ensureInstalled();
await bundle(["trainer/classifier/main.ts"]);
await import(join(distFolder, "trainer", "classifier", "main.js"));
