/** What a factor multiplies, by what it is; "learning rate" is that of every optimizer. */
export const scalables = [
  "learning rate",
  "generator learning rate",
  "discriminator learning rate",
  "penalty",
  "weight decay",
] as const;
export type Scalable = (typeof scalables)[number];

/** What would take a cause away, before it is known which program's settings say so. */
export interface Remedy {
  /** For a run of any program; without its full stop. */
  words: string;
  /** Stabilizers and guardrails to add, as an arm writes them: `clip-global-norm:maxNorm=3`. */
  add?: string;
  /** Names of stabilizers that it takes the place of. */
  without?: readonly string[];
  scale?: Partial<Record<Scalable, number>>;
  /** Settings of our own trainer; those that a run's config does not have are left out. */
  set?: Readonly<Record<string, string | number>>;
}
