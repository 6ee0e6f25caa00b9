import { Command } from "commander";
import { version } from "../../package.json";
import { addBackendCommand } from "./commands/backend";
import { addBacktestCommand } from "./commands/backtest";
import { addBackupCommands } from "./commands/backup";
import { addCancelCommand } from "./commands/cancel";
import { addCompactCommand } from "./commands/compact";
import { addCompareCommand } from "./commands/compare";
import { addContinueCommand } from "./commands/continue";
import { addDbCommand } from "./commands/db";
import { addDiagnoseCommand } from "./commands/diagnose";
import { addDoctorCommand } from "./commands/doctor";
import { addEpisodesCommand } from "./commands/episodes";
import { addExportCommand } from "./commands/export";
import { addForkCommand } from "./commands/fork";
import { addGcCommand } from "./commands/gc";
import { addImportCommand } from "./commands/import";
import { addReproduceCommand } from "./commands/reproduce";
import { addResumeCommand } from "./commands/resume";
import { addRetentionCommand } from "./commands/retention";
import { addRolesCommand } from "./commands/roles";
import { addRunsCommand } from "./commands/runs";
import { addShowCommand } from "./commands/show";
import { addStartCommand } from "./commands/start";
import { addThresholdsCommand } from "./commands/thresholds";
import { addTrainCommand } from "./commands/train";
import { exitCodes, exitCodesHelp } from "./exit-codes";

const environmentHelp = `
Environment:
  GRADIOMETER_HOME     where everything is kept (default: ./data)
  GRADIOMETER_TOKEN    token that other machines must bring; required with --host beyond this machine
  GRADIOMETER_BACKEND  gpu, node, wasm or cpu instead of the best installed one`;

export function createProgram(): Command {
  const program = new Command("gradiometer")
    .description("See when training breaks, know why, and prove what fixes it.")
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError("(--help lists what there is)")
    .addHelpText("after", environmentHelp)
    .addHelpText("afterAll", exitCodesHelp);
  for (const add of [
    addStartCommand,
    addTrainCommand,
    addCompareCommand,
    addRunsCommand,
    addShowCommand,
    addEpisodesCommand,
    addImportCommand,
    addCancelCommand,
    addResumeCommand,
    addForkCommand,
    addReproduceCommand,
    addExportCommand,
    addBacktestCommand,
    addDiagnoseCommand,
    addRolesCommand,
    addThresholdsCommand,
    addCompactCommand,
    addDoctorCommand,
    addGcCommand,
    addRetentionCommand,
    addBackupCommands,
    addContinueCommand,
    addBackendCommand,
    addDbCommand,
  ])
    add(program);
  return withOwnExitCodes(program);
}

/** commander ends with 1 on wrong usage; ours is 2, here and in every command below. */
function withOwnExitCodes(command: Command): Command {
  command.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? exitCodes.success : exitCodes.badInput);
  });
  for (const inner of command.commands) withOwnExitCodes(inner);
  return command;
}
