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

/** D2, netD_1 and D_A are one of several of their kind. */
const oneOfSeveral = /^(.*?)_?(\d+|(?<=_)[ab])?$/;

/** The network that a word names, "discriminator_2" where it is one of several; undefined where it names none of a pair. */
export const networkIn = (word: string): string | undefined => {
  const [, kind = "", which] = oneOfSeveral.exec(word.toLowerCase()) ?? [];
  if (!Object.hasOwn(words, kind)) return undefined;
  return which === undefined ? words[kind] : `${words[kind]}_${which}`;
};

/** What kind of network one of several is. */
const kindOf = (network: string): string => network.replace(/_(\d+|[ab])$/, "");

const adversarial = new Set(["generator", "discriminator", "critic"]);

/** Whether a network plays against another, so that its loss is no distance from a goal. */
export const isAdversarial = (network: string): boolean => adversarial.has(kindOf(network));

/** Whether it is the one of a pair that judges. */
export const isJudge = (network: string): boolean => ["discriminator", "critic"].includes(kindOf(network));
