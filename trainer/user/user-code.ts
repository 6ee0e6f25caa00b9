import { basename, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { GradiometerError } from "../../db/contract/errors";
import { locateFunction, type Place } from "./locate-function";
import { UserCodeError } from "./user-code-error";

/** A person's module: calls into it, and what went wrong there by file and line. */
export interface UserCode {
  readonly path: string;
  /** Of the bundle that runs in its place. */
  readonly bundle: string;
  /** `doing` completes "while ...", as in "while step 12 was made". The module cannot end the process meanwhile. */
  run<Result>(doing: string, work: () => Result): Result;
  /** What was thrown, by the module's innermost line in its stack. Not the module's fault: as it was. */
  named(error: unknown, doing: string): unknown;
  /** Ends with what a function of the module did wrong and where that function begins. */
  refuse(culprit: unknown, message: string): never;
  /** `my-workload.ts:14`: the innermost line of the person's own files in a stack. */
  lineIn(stack: string): string | undefined;
}

/** `files`: the person's own, as absolute paths. */
export function createUserCode(path: string, bundle: string, files: readonly string[]): UserCode {
  const own = new Set(files);
  const text = ({ file, line }: Place) => `${relative(dirname(path), file) || basename(file)}:${line}`;

  function lineIn(stack: string): string | undefined {
    for (const frame of stack.split("\n")) {
      const place = placeIn(frame);
      if (place && own.has(place.file)) return text(place);
    }
    return undefined;
  }

  function named(error: unknown, doing: string): unknown {
    if (error instanceof UserCodeError) return error;
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    const where = lineIn(stack);
    // A refusal of the trainer's own that has nothing to do with the module, such as a setting's.
    if (!where && error instanceof GradiometerError) return error;
    return new UserCodeError(`${where ?? basename(path)}: ${firstLine(message)} (while ${doing})`, error);
  }

  return {
    path,
    bundle,
    run(doing, work) {
      const { exit } = process;
      process.exit = refuseExit;
      try {
        return work();
      } catch (error) {
        throw named(error, doing);
      } finally {
        process.exit = exit;
      }
    },
    named,
    refuse(culprit, message) {
      const place = typeof culprit === "function" ? locateFunction(culprit, bundle) : undefined;
      throw new UserCodeError(`${place ? text(place) : basename(path)}: ${message}`);
    },
    lineIn,
  };
}

/** In the place of `process.exit` while the module runs: steps that wait to be stored would be lost without a word. */
function refuseExit(): never {
  throw new Error("process.exit() was called: throw an error that says why instead");
}

/** `at draw (/a/my-workload.ts:14:9)`, or with a file URL -> its file and line. */
function placeIn(frame: string): Place | undefined {
  const inBrackets = / \((.+)\)$/.exec(frame.trim())?.[1];
  const [, place, line] =
    /^(.+):(\d+):\d+$/.exec(inBrackets ?? frame.trim().replace(/^at (async )?/, "")) ?? [];
  if (!place || !line) return undefined;
  return { file: place.startsWith("file://") ? fileURLToPath(place) : place, line: Number(line) };
}

const firstLine = (message: string) => message.split("\n")[0]!.trim().replace(/\.$/, "");
