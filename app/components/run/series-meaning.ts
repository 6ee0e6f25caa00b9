import type { SeriesMeaning } from "./use-roles";

type Meaning = Pick<SeriesMeaning, "series" | "network" | "part"> & { role: string };

/** Roles that are of a layer, or of real and generated samples apart. */
const inParts = new Set(["layer-gradient-norm", "discriminator-accuracy", "discriminator-sign"]);

export const takesPart = ({ role, part }: Pick<Meaning, "role" | "part">): boolean =>
  role !== "none" && (inParts.has(role) || part !== "");

/**
 * A role as it is stored, `layer-gradient-norm:encoder:block1`, with one thing changed. Each layer needs a name of its own, or
 * the first that was logged would be heard for all.
 */
export function roleOf(meaning: Meaning, change: Partial<Omit<Meaning, "series">>): string {
  const { role, network, part } = { ...meaning, ...change };
  if (role === "none") return role;
  const kept = inParts.has(role) ? part || (role === "layer-gradient-norm" ? meaning.series : "") : "";
  return [role, network.replaceAll(":", "-"), kept].join(":").replace(/:+$/, "");
}

/** What cannot be judged for want of a series, and what to do; null where nothing is missing. */
export function lacksSentence(lacks: readonly string[]): string | null {
  if (lacks.length === 0) return null;
  return `No series is known to be ${lacks.map((what) => `its ${what}`).join(" or ")}, so that less can be judged. If one is, say so among its series.`;
}
