import { Session } from "node:inspector";
import { findSourceMap } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface Place {
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
}

const handle = Symbol.for("gradiometer/located");

/**
 * Where a function of a bundle begins in the file that it was written in. V8 knows where in the bundle, and tells it
 * to inspectors only; the bundle's source map leads on from there. Undefined where either does not know.
 */
export function locateFunction(target: unknown, bundle: string): Place | undefined {
  const session = new Session();
  session.connect();
  Reflect.set(globalThis, handle, target);
  try {
    const { result } = post(session, "Runtime.evaluate", {
      expression: `globalThis[Symbol.for(${JSON.stringify(handle.description)})]`,
    }) as { result: { objectId?: string } };
    const { internalProperties = [] } = post(session, "Runtime.getProperties", {
      objectId: result.objectId,
    }) as { internalProperties?: { name: string; value?: { value?: BundlePlace } }[] };
    const place = internalProperties.find(({ name }) => name === "[[FunctionLocation]]")?.value?.value;
    return place && originOf(bundle, place);
  } finally {
    Reflect.deleteProperty(globalThis, handle);
    session.disconnect();
  }
}

/** Counted from 0. */
export interface BundlePlace {
  lineNumber: number;
  columnNumber?: number;
}

export function originOf(bundle: string, { lineNumber, columnNumber = 0 }: BundlePlace): Place | undefined {
  const entry = findSourceMap(pathToFileURL(bundle).href)?.findEntry(lineNumber, columnNumber);
  if (!entry || !("originalSource" in entry) || !entry.originalSource?.startsWith("file:")) return undefined;
  return { file: fileURLToPath(entry.originalSource), line: entry.originalLine + 1 };
}

/** Within one thread an inspector answers before `post` returns. */
function post(session: Session, method: string, parameters: object): unknown {
  let answer: unknown;
  session.post(method, parameters, (error, result) => {
    if (error) throw error;
    answer = result;
  });
  return answer;
}
