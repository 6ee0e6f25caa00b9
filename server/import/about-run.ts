import { largestSeed } from "../../db/contract/identifiers";
import { ingestLimits, Tag } from "../../db/contract/ingest";
import type { AboutRun } from "../../db/store/ingest/parse-ingest-batch";

type Json = NonNullable<AboutRun["config"]>;

/** What a program said of its run, as far as the store takes it. */
export function aboutRun(said: { config?: unknown; tags?: readonly string[] }): AboutRun {
  const config = keepable(said.config);
  const tags = (said.tags ?? [])
    .map((tag) => tag.trim().replace(/\s+/g, "-").slice(0, 60))
    .filter((tag) => Tag.safeParse(tag).success);
  const seed = config && firstWhole(config, ["seed", "random_seed"], largestSeed);
  const steps = config && firstWhole(config, ["steps", "max_steps", "total_steps"], Number.MAX_SAFE_INTEGER);
  return {
    ...(config && { config }),
    ...(tags.length > 0 && { tags: [...new Set(tags)].slice(0, ingestLimits.tags) }),
    ...(seed !== undefined && { seed }),
    ...(steps !== undefined && { steps }),
  };
}

/** The settings of a config that fit: what is too long or too deep is of no use in a table of settings. */
function keepable(config: unknown): Json | undefined {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return undefined;
  const kept: Json = {};
  let left: number = ingestLimits.configCharacters;
  for (const [key, value] of Object.entries(config)) {
    const length = (JSON.stringify(value) ?? "null").length + key.length + 4;
    if (length > left || depthOf(value) >= ingestLimits.configDepth || key === "__proto__") continue;
    kept[key] = plain(value);
    left -= length;
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** JSON has no NaN, and a setting that is one is worth keeping. */
const plain = (value: unknown): Json[string] =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, item) =>
      typeof item === "number" && !Number.isFinite(item) ? String(item) : item,
    ),
  );

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

function firstWhole(config: Json, keys: readonly string[], most: number): number | undefined {
  for (const key of keys) {
    const value = config[key];
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0 && number <= most)
      return number;
  }
  return undefined;
}
