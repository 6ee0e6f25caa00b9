import { GradiometerError } from "../../db/contract/errors";
import { loadModule } from "./load-module";
import { userConfig } from "./user-config";

/**
 * Process that reads a module and sends the config of a run of its workload to the one that started it:
 *
 *     node dist/trainer/user/read-config.js <module> [key=value ...]
 */
const [path = "", ...assignments] = process.argv.slice(2);

async function read(): Promise<object> {
  try {
    return { ok: true, config: userConfig(path, await loadModule(path), assignments) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, message: error instanceof GradiometerError ? message : (stack ?? message) };
  }
}

const answer = await read();
process.send?.(answer, () => process.exit());
