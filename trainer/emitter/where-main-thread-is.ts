import { Session } from "node:inspector";
import { SourceMap } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** A thread inside a single long call into WebAssembly or a library cannot be stopped to be asked. */
const patienceMs = 3000;

interface Frame {
  url: string;
  location: { scriptId: string; lineNumber: number; columnNumber?: number };
}

/**
 * `my-workload.ts:31`: the innermost line with a source map of its own (a person's bundled module has one inside) on
 * the main thread's stack, which stays stopped there. For another thread; undefined where there is none or no answer.
 */
export async function whereMainThreadIs(): Promise<string | undefined> {
  const session = new Session();
  try {
    session.connectToMainThread();
    const maps = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params: { scriptId, sourceMapURL } }) => {
      if (sourceMapURL?.startsWith("data:")) maps.set(scriptId, sourceMapURL);
    });
    const frames = await new Promise<Frame[]>((resolve) => {
      setTimeout(() => resolve([]), patienceMs).unref();
      session.on("Debugger.paused", ({ params }) => resolve(params.callFrames));
      session.post("Debugger.enable", () => session.post("Debugger.pause"));
    });
    for (const { location } of frames) {
      const map = maps.get(location.scriptId);
      const place = map && originOf(map, location);
      if (place) return place;
    }
  } catch {
    // Without an inspector the run still ends, only not by line.
  }
  return undefined;
}

function originOf(url: string, { lineNumber, columnNumber = 0 }: Frame["location"]): string | undefined {
  const payload = JSON.parse(Buffer.from(url.slice(url.indexOf(",") + 1), "base64").toString("utf8"));
  const entry = new SourceMap(payload).findEntry(lineNumber, columnNumber);
  if (!("originalSource" in entry) || !entry.originalSource?.startsWith("file:")) return undefined;
  const file = fileURLToPath(entry.originalSource);
  return file.includes("node_modules") ? undefined : `${basename(file)}:${entry.originalLine + 1}`;
}
