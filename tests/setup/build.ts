import { ensureServerBuilt } from "../../server/bin/build.mjs";

/** Process tests start what users start: the bundles in dist/. */
export default async function setup(): Promise<void> {
  await ensureServerBuilt();
}
