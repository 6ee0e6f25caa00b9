/** Words by which programs name one network of an adversarial pair, and what we call it. */
const words: Record<string, string> = {
  g: "generator",
  gen: "generator",
  generator: "generator",
  netg: "generator",
  errg: "generator",
  d: "discriminator",
  dis: "discriminator",
  disc: "discriminator",
  discriminator: "discriminator",
  netd: "discriminator",
  errd: "discriminator",
  critic: "critic",
};

/** The network that a word names; undefined where it names none of a pair. */
export const networkIn = (word: string): string | undefined => {
  const lower = word.toLowerCase();
  return Object.hasOwn(words, lower) ? words[lower] : undefined;
};

const adversarial = new Set(["generator", "discriminator", "critic"]);

/** Whether a network plays against another, so that its loss is no distance from a goal. */
export const isAdversarial = (network: string): boolean => adversarial.has(network);

/** Whether it is the one of a pair that judges. */
export const isJudge = (network: string): boolean => network === "discriminator" || network === "critic";
