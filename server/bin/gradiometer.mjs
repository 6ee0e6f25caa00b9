#!/usr/bin/env node
// Plain JavaScript without dependencies, and no syntax newer than Node 12 before the version check:
// it is what a bare machine runs first.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(
    `Gradiometer needs Node 20.9 or newer; this is Node ${process.versions.node}. Install a current Node from nodejs.org and run the same command again.\n`,
  );
  process.exit(1);
}

const { run } = await import("./run.mjs");
await run(process.argv.slice(2));
