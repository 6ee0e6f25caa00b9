import { type GivenRoles, rolesInConfig } from "../../diagnostics/roles/parse-role";
import type { LoggedRun } from "./read-logged-runs";

/** Roles given on the command line, then those in the run's own config (`series_roles`). */
export const rolesOf = ({ config }: Pick<LoggedRun, "config">, given: GivenRoles): GivenRoles =>
  new Map([...rolesInConfig(config), ...given]);
