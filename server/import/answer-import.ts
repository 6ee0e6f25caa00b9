import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, join, parse } from "node:path";
import { Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { GradiometerError } from "../../db/contract/errors";
import { ImportPath } from "../../db/contract/import-job";
import { parseInput } from "../../db/store/invalid-input";
import { newId } from "../../db/store/new-id";
import { checkBodySize } from "../front-door/check-body-size";
import { checkMethod, readMethods } from "../front-door/check-method";
import type { Handler } from "../front-door/front-door";
import { HttpRefusal } from "../front-door/http-refusal";
import { respondJson } from "../front-door/respond";
import type { ImportJobs } from "./import-jobs";

/** Of an uploaded file; what is larger is named by its path. */
const mostUploaded = 2 * 2 ** 30;
const mostAsked = 2 ** 16;
const mostNameBytes = 200;

/**
 * `POST /api/import` with {"path"} imports what lies on the server's machine, `POST /api/import?file=<name>` the bytes of
 * its body; both answer with the job, which `GET /api/import/<id>` then tells of.
 */
export function createImport(home: string, jobs: ImportJobs): Handler {
  // What a server that was killed did not remove.
  rmSync(join(home, "uploads"), { recursive: true, force: true });
  return async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
    if (pathname !== "/api/import") {
      checkMethod(req.method, readMethods);
      return respondJobOf(jobs, decodeURIComponent(pathname.slice("/api/import/".length)), res);
    }
    checkMethod(req.method, ["POST"]);
    const file = searchParams.get("file");
    respondJson(
      res,
      202,
      file === null ? await importPath(jobs, req) : await importFile(home, jobs, req, file),
    );
  };
}

function respondJobOf(jobs: ImportJobs, id: string, res: ServerResponse): void {
  const job = jobs.find(id);
  if (!job)
    throw new HttpRefusal(404, `There is no import "${id}"; the server may have been started again since.`);
  respondJson(res, 200, job);
}

async function importPath(jobs: ImportJobs, req: IncomingMessage) {
  checkBodySize(req.headers, mostAsked);
  const body = await text(req.pipe(limited(mostAsked)));
  let asked: unknown;
  try {
    asked = JSON.parse(body);
  } catch {
    throw new GradiometerError("invalid", 'Expected JSON such as {"path": "/data/logs"}');
  }
  const { path, name } = parseInput("import", ImportPath, asked);
  return jobs.start(path, { source: path, name });
}

async function importFile(home: string, jobs: ImportJobs, req: IncomingMessage, asked: string) {
  checkBodySize(req.headers, mostUploaded);
  // The name is the run's, and a path within ours for no one to choose.
  const name = endOf(basename(asked.replaceAll("\\", "/")));
  if (!/^[^./\p{Cc}][^\p{Cc}]*$/u.test(name))
    throw new HttpRefusal(400, `${JSON.stringify(asked.slice(0, 100))} is no name of a file.`);
  const upload = join(home, "uploads", newId());
  // A run whose file is called what all such files are goes by its folder: the same one each time it is sent.
  const folder = join(upload, parse(name).name);
  const remove = () => rmSync(upload, { recursive: true, force: true });
  try {
    mkdirSync(folder, { recursive: true });
    await pipeline(req, limited(mostUploaded), createWriteStream(join(folder, name)));
    return jobs.start(join(folder, name), { source: name, onEnd: remove });
  } catch (error) {
    remove();
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new GradiometerError(
        "storage-full",
        `There is no room for ${name} under ${home}; free some and try again`,
      );
    throw error;
  }
}

/** File systems take names of 255 bytes; the end of a longer one has what it is recognized by. */
function endOf(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.length <= mostNameBytes) return name;
  return bytes
    .subarray(-mostNameBytes)
    .toString()
    .replace(/^\uFFFD+/, "");
}

/** Lets so many bytes through: what a chunked body holds is known only as it comes. */
function limited(mostBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        done(
          new HttpRefusal(
            413,
            `The body has more than ${mostBytes} bytes; name the file by its path instead.`,
          ),
        );
      else done(null, chunk);
    },
  });
}
