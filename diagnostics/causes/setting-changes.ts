import type { SettingChange } from "../../db/contract/read-models";
import type { Scalable } from "./remedy";

/** Names that programs give to what can be multiplied, at the end of a setting's path. */
const names: Readonly<Record<Scalable, RegExp>> = {
  "learning rate": /(^|[._])(lr|learning_?rate|base_?lr|max_?lr)$/i,
  "generator learning rate": /(^|[._])(lr_g|g_lr|lr_gen(erator)?|generator.*(lr|learning_?rate))$/i,
  "discriminator learning rate":
    /(^|[._])(lr_d|d_lr|lr_dis(criminator)?|(discriminator|critic).*(lr|learning_?rate))$/i,
  penalty: /(gp|penalty|r1|r2|dragan)(_?(weight|coef|coefficient|lambda|gamma))?$|lambda_?gp$/i,
  "weight decay": /(^|[._])(weight_?decay|wd)$/i,
};

/** Settings of a config with the values that the factors would give them; those that are 0 have nothing to multiply. */
export function settingChanges(
  factors: Partial<Record<Scalable, number>>,
  settings: readonly (readonly [path: string, value: unknown])[],
): SettingChange[] {
  return Object.entries(factors).flatMap(([what, factor]) =>
    settings.flatMap(([setting, value]) =>
      typeof value === "number" && value > 0 && names[what as Scalable].test(setting)
        ? [{ setting, from: value, to: rounded(value * factor) }]
        : [],
    ),
  );
}

/** Without the last digits of a product: 0.0001, not 0.00010000000000000002. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
