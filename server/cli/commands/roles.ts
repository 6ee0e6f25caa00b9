import type { Command } from "commander";
import { parseRoles, roleText } from "../../../diagnostics/roles/parse-role";
import { giveRoles } from "../../judging/give-roles";
import { listRoles, type SeriesMeaning } from "../../judging/list-roles";
import { withContext } from "../open-context";
import { collect } from "../option-values";
import { note, print, printJson } from "../present/output";
import { formatTable } from "../present/table";
import { parseRunId } from "../settings/parse-run-id";

interface RolesOptions {
  set: string[];
  reset: string[];
  author?: string;
  json?: true;
}

export function addRolesCommand(program: Command): void {
  program
    .command("roles")
    .summary("what detectors take the series of a run for, and how to change it")
    .description(
      "List what each series of a stored run means to the detectors. What is set stays with the run, and the monitor judges it anew: at once beside a running server, otherwise when one starts.",
    )
    .argument("<run>", "id of the run, as `gradiometer runs` lists it")
    .option(
      "--set <series=role>",
      "as my_norm=gradient-norm, x=loss:generator, y=none; may be repeated",
      collect,
      [],
    )
    .option("--reset <series>", "what its name and the run's config say; may be repeated", collect, [])
    .option("--author <name>", "who says so (default: this account)")
    .option("--json", "print JSON on stdout")
    .action(roles);
}

function roles(run: string, { set, reset, author, json }: RolesOptions): void {
  const runId = parseRunId(run);
  const given = Object.fromEntries<string | null>([
    ...[...parseRoles(set)].map(([series, role]) => [series, roleText(role)] as const),
    ...reset.map((series) => [series, null] as const),
  ]);
  const changes = Object.keys(given);
  withContext(changes.length === 0 ? "reading" : "existing", (ctx) => {
    const known = listRoles(ctx, { runId });
    for (const series of changes)
      if (!known.series.some((one) => one.series === series))
        note(`Run ${runId} has logged no series "${series}" so far; the role holds once it does.`);
    const result = changes.length === 0 ? known : giveRoles(ctx, { runId, roles: given, author });
    if (json) return printJson(result);
    print(formatTable(result.series, columns));
    if (result.lacks.length > 0)
      note(`No series is known to be its ${result.lacks.join(" or its ")}, so that less can be judged.`);
  });
}

const columns = [
  { title: "series", cell: ({ series }: SeriesMeaning) => series },
  { title: "role", cell: roleText },
  {
    title: "said by",
    cell: ({ by }: SeriesMeaning) => (by.says === "person" ? by.author : `its ${by.says}`),
  },
  {
    title: "",
    cell: ({ unheardFor }: SeriesMeaning) =>
      unheardFor === null ? "" : `not read: ${unheardFor} was logged first`,
  },
];
