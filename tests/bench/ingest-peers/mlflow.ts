import { dirname, join } from "node:path";
import { packageRoot } from "../../../db/package-root";
import type { Benchmark } from "../benchmark";
import { storeOverHttp, wide } from "../ingest-http";
import { pythonWith } from "../python-peer";
import { lastJson, runProcess } from "../run-process";
import { temporaryHome } from "../temporary-home";
import { freePort, serve } from "./serve";

const clients = 4;
/** 40,000 points. */
const batches = 10;

/** Our HTTP ingest against MLflow's server on the SQLite store that it makes itself, through its fastest call. */
export const ingestMlflow: Benchmark = {
  name: "ingest-http-wide-mlflow",
  unit: "points/s",
  peerIs:
    "MLflow 3.17's server on its SQLite store: log_batch of 1,000 by 4 clients, until all are acknowledged",
  repeats: 3,
  ours: () => storeOverHttp(wide),
  peer: async () => {
    const python = await pythonWith("mlflow", "mlflow==3.17.0");
    const { home, remove } = temporaryHome();
    const url = `http://127.0.0.1:${await freePort()}`;
    const words = ["server", "--host", "127.0.0.1", "--port", new URL(url).port];
    const server = await serve(join(dirname(python), "mlflow"), words, {
      cwd: home,
      isUp: () =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        ),
    });
    try {
      const script = join(packageRoot(), "tests", "bench", "ingest-peers", "mlflow-clients.py");
      const { points, seconds } = lastJson<{ points: number; seconds: number }>(
        await runProcess(python, [script, url, String(clients), String(batches), String(wide.series)]),
      );
      return points / seconds;
    } finally {
      await server.stop();
      remove();
    }
  },
};
