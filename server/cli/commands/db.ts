import type { Command } from "commander";
import { databaseFile } from "../../../db/home";
import { migrations } from "../../../db/migrate";
import { withContext } from "../open-context";
import { print, printJson } from "../present/output";

export function addDbCommand(program: Command): void {
  program
    .command("db")
    .description("Work on the database.")
    .command("migrate")
    .summary("create the database or bring it to this version")
    .description("Create the database, or bring it to this version. Every start does the same.")
    .option("--json", "print JSON on stdout")
    .action(migrate);
}

function migrate(options: { json?: true }): void {
  withContext("create", (ctx) => {
    const file = databaseFile(ctx.home);
    const version = migrations().length;
    if (options.json) printJson({ file, version });
    else print(`${file} is at version ${version}.`);
  });
}
