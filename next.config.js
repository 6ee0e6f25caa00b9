import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run verify` runs tsc over everything; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // The server process loads this itself; pages read through tRPC.
  serverExternalPackages: ["better-sqlite3"],
  // A package in somebody's node_modules has its dependencies hoisted above itself.
  turbopack: root.includes("node_modules") ? {} : { root },
  devIndicators: false,
  // The list of runs is the front page; this is where people look for it who cut /runs/<id> short.
  redirects: async () => [{ source: "/runs", destination: "/", permanent: true }],
};
