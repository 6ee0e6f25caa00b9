import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import { type RoleName, roleNames, type SeriesRole } from "./role";

/** Roles that a person gives to series of a run, by name; what is not among them is read from its name. */
export type GivenRoles = ReadonlyMap<string, SeriesRole>;

/** `loss`, `loss:generator`, `layer-gradient-norm:encoder:block1`, or `none` to leave a series out. */
export function parseRole(text: string): SeriesRole {
  const [name = "", network = "", ...part] = text.split(":");
  const role = roleNames.find((known): known is RoleName => known === name);
  if (role === undefined) throw new GradiometerError("invalid", unknownWord("role", name, roleNames));
  return { role, network, part: part.join(":") };
}

/** `my_norm=gradient-norm` and more of them. Throws "invalid". */
export function parseRoles(assignments: readonly string[]): GivenRoles {
  return new Map(
    assignments.map((assignment) => {
      const at = assignment.lastIndexOf("=");
      if (at < 1)
        throw new GradiometerError(
          "invalid",
          `Expected <series>=<role>, such as my_norm=gradient-norm, got "${assignment}".`,
        );
      return [assignment.slice(0, at), parseRole(assignment.slice(at + 1))];
    }),
  );
}

/**
 * The roles in a run's config, `{"series_roles": {"my_norm": "gradient-norm"}}`; of a stored run of another program among its
 * settings. None where it has none or they are wrong.
 */
export function rolesInConfig(config: unknown): GivenRoles {
  const { series_roles: own, settings } = (config ?? {}) as {
    series_roles?: unknown;
    settings?: { series_roles?: unknown } | null;
  };
  return rolesIn(own ?? settings?.series_roles);
}

/** Roles by the names of their series; those that are no role are left out. */
export function rolesIn(given: unknown): GivenRoles {
  if (typeof given !== "object" || given === null) return new Map();
  return new Map(
    Object.entries(given).flatMap(([series, role]): [string, SeriesRole][] => {
      const [name = "", network = "", ...part] = String(role).split(":");
      const known = roleNames.find((one): one is RoleName => one === name);
      return known === undefined ? [] : [[series, { role: known, network, part: part.join(":") }]];
    }),
  );
}

/** As `parseRole` reads it. */
export const roleText = ({ role, network, part }: SeriesRole): string =>
  [role, network, part].join(":").replace(/:+$/, "");
