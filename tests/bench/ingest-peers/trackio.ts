import { join } from "node:path";
import BareDatabase from "better-sqlite3";
import { packageRoot } from "../../../db/package-root";
import type { Benchmark } from "../benchmark";
import { connections, type IngestShape, narrow, send, storeOverHttp, wide } from "../ingest-http";
import { pythonWith } from "../python-peer";
import { lastJson, runProcess } from "../run-process";
import { temporaryHome } from "../temporary-home";
import { freePort, serve } from "./serve";

const folder = join(packageRoot(), "tests", "bench");

interface TrackioServer {
  python: string;
  url: string;
  token: string;
}

/** Runs `work` against trackio's server, and checks that so many points have come. */
async function withTrackio(
  points: number,
  work: (server: TrackioServer) => Promise<number>,
): Promise<number> {
  const python = await pythonWith("trackio", "trackio==0.43.0");
  const { home, remove } = temporaryHome();
  const script = join(folder, "ingest-peers", "trackio-server.py");
  const address = /(http:\/\/127[^?\s]+)\?write_token=(\S+)/;
  const server = await serve(python, [script, String(await freePort())], {
    cwd: home,
    env: { TRACKIO_DIR: home, HF_HUB_OFFLINE: "1" },
    isUp: (output) => address.test(output),
  });
  try {
    const [, url, token] = address.exec(server.output()) as unknown as [string, string, string];
    const rate = await work({ python, url, token });
    const db = new BareDatabase(join(home, "bench.db"), { readonly: true });
    const stored = db
      .prepare("SELECT sum((SELECT count(*) FROM json_each(metrics.metrics))) FROM metrics")
      .pluck()
      .get();
    db.close();
    if (stored !== points) throw new Error(`Expected trackio to hold ${points} points, found ${stored}`);
    return rate;
  } finally {
    await server.stop();
    remove();
  }
}

/** The same batches as ours, of whole steps, in the form of its own requests; a run a connection. */
function bodiesOf(run: string, { series, steps, stepsPerBatch }: IngestShape): Buffer[] {
  const logs = Array.from({ length: steps }, (_, step) => ({
    project: "bench",
    run,
    step,
    config: null,
    metrics: Object.fromEntries(
      Array.from({ length: series }, (_, index) => [`layer${index}/gradient_norm`, Math.sin(step + index)]),
    ),
  }));
  return Array.from({ length: steps / stepsPerBatch }, (_, batch) => {
    const own = logs.slice(batch * stepsPerBatch, (batch + 1) * stepsPerBatch);
    return Buffer.from(JSON.stringify({ args: [], kwargs: { logs: own, hf_token: null } }));
  });
}

const overRequests = (name: string, shape: IngestShape): Benchmark => ({
  name: `ingest-http-${name}-trackio`,
  unit: "points/s",
  peerIs:
    "trackio 0.43's server: the same batches on as many connections by its bulk_log, until all are acknowledged",
  repeats: 3,
  ours: () => storeOverHttp(shape),
  peer: () => {
    const points = connections * shape.series * shape.steps;
    return withTrackio(2 * points, async ({ url, token }) => {
      const sendAll = async (name: string) => {
        const runs = Array.from({ length: connections }, (_, index) => bodiesOf(`${name}-${index}`, shape));
        const startedAt = performance.now();
        await Promise.all(
          runs.map((bodies) => send(`${url}/api/bulk_log`, bodies, { "x-trackio-write-token": token })),
        );
        return (performance.now() - startedAt) / 1000;
      };
      await sendAll("before");
      return points / (await sendAll("run"));
    });
  },
});

const overClient = (name: string, shape: IngestShape): Benchmark => ({
  name: `ingest-http-${name}-trackio-client`,
  unit: "points/s",
  peerIs: "trackio 0.43's server by one client of its own, until that has finished",
  repeats: 3,
  ours: () => storeOverHttp(shape),
  peer: () =>
    withTrackio(shape.series * shape.steps, async ({ python, url, token }) => {
      const { home, remove } = temporaryHome();
      try {
        const script = join(folder, "client", "log-in-peer.py");
        const words = [script, "trackio", String(shape.series), String(shape.steps), "step", home];
        const env = { ...process.env, TRACKIO_SERVER_URL: `${url}?write_token=${token}` };
        const output = await runProcess(python, words, { env });
        const { points, seconds } = lastJson<{ points: number; seconds: number }>(output);
        return points / seconds;
      } finally {
        remove();
      }
    }),
});

/** Our HTTP ingest against trackio's. */
export const ingestTrackio: Benchmark[] = [
  overRequests("wide", wide),
  overRequests("narrow", narrow),
  overClient("wide", wide),
  overClient("narrow", narrow),
];
