import { flatten } from "./tested-run";

/** What a run's config says of its network and training, read from the settings of any program by their usual names. */
export interface ConfigFacts {
  recurrent: boolean;
  adversarial: boolean;
  /** Sigmoid or tanh units, as far as it is said. */
  saturating: boolean;
  relu: boolean;
  depth: number;
  wasserstein: boolean;
  minimax: boolean;
  hasPenalty: boolean;
  hasClipping: boolean;
  weightClip: number;
  weightDecay: number;
  lowPrecision: boolean;
  generatorRate: number;
  discriminatorRate: number;
  discriminatorSteps: number;
  /** Scale of recurrent initial weights (spectral radius), where it is said. */
  spectralRadius: number;
}

/** `names`: of the run's series, which tell what a config without words for it does not. */
export function configFacts(config: unknown, names: readonly string[]): ConfigFacts {
  const settings = flatten(config, "");
  const text = (key: RegExp) =>
    settings
      .filter(([path, value]) => typeof value === "string" && key.test(path))
      .map(([, value]) => String(value).toLowerCase())
      .join(" ");
  const numbers = (key: RegExp): number[] =>
    settings.flatMap(([path, value]) => (typeof value === "number" && key.test(path) ? [value] : []));
  const number = (key: RegExp): number => numbers(key)[0] ?? Number.NaN;
  const has = (key: RegExp): boolean =>
    settings.some(([path, value]) => key.test(path) && value !== 0 && value !== false && value !== null);
  const all = text(/./);
  const architecture = text(/type|cell|model|arch|workload|kind|name/);
  const activation = text(/act|nonlin/);
  const inNames = (words: RegExp): boolean => names.some((name) => words.test(name));
  return {
    recurrent:
      /\b(rnn|lstm|gru)\b|recurrent|-rnn/.test(architecture) || inNames(/\b(rnn|lstm|gru)\b|recurrent/i),
    adversarial: /\bgan\b|-gan|wgan/.test(architecture) || inNames(/discriminator|critic|loss.?[gd]\b/i),
    saturating: /sigmoid|tanh/.test(activation),
    relu: /relu/.test(activation) || (activation === "" && inNames(/dead/i)),
    depth: number(/depth|layers/),
    wasserstein: /wgan|wasserstein/.test(all),
    minimax:
      /minimax|saturating/.test(text(/loss|objective/)) && !/non-?saturating/.test(text(/loss|objective/)),
    hasPenalty:
      has(/gp|penalt|r1|dragan|spectral/) || /wgan-gp|wgan-lp|dragan|spectral|\br1\b|0-gp/.test(all),
    hasClipping:
      has(/^(?!.*weight).*(clip|max_grad_norm|max_norm)/) ||
      /clip-(global|per|value)|autoclip|zclip|\bagc\b/.test(all) ||
      inNames(/clip/),
    weightClip: /weight-clipping/.test(all) ? number(/limit/) : number(/weight_?clip/i),
    weightDecay: Math.max(...numbers(/weight_?decay/i), 0),
    lowPrecision:
      has(/fp16|amp|loss_scal|half|naive/) || /fp16|float16|16-mixed/.test(all) || inNames(/loss.?scale/),
    generatorRate: number(/lr_g|g_lr|generator.*(lr|learning_?rate)|lr_gen/i),
    discriminatorRate: number(/lr_d|d_lr|(discriminator|critic).*(lr|learning_?rate)|lr_dis/i),
    discriminatorSteps: number(/d_steps|n_critic|critic_?steps|discriminatorSteps/i),
    spectralRadius: number(/rho|spectral_?radius/i),
  };
}
