import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { quantile } from "../../diagnostics/statistics/summary";
import { startBenchServer } from "./bench-server";
import type { Benchmark } from "./benchmark";
import { post } from "./post";
import { temporaryHome } from "./temporary-home";

const run = "latency";

const batch = (seq: number, steps = 1): Buffer => {
  const step = Array.from({ length: steps }, (_, index) => (seq - 1) * steps + index);
  return Buffer.from(
    JSON.stringify({ run, seq, series: { loss: { step, value: step.map((at) => at + 0.5) } } }),
  );
};

/** A server with its client; `send` resolves with the milliseconds until the acknowledgement. */
async function withServer<Result>(
  args: readonly string[],
  work: (url: string, send: (seq: number, steps?: number) => Promise<number>) => Promise<Result>,
): Promise<Result> {
  const { home, remove } = temporaryHome();
  const server = await startBenchServer(home, args);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    return await work(server.url, async (seq, steps) => {
      const body = batch(seq, steps);
      const startedAt = performance.now();
      const { status, text } = await post(`${server.url}/api/ingest`, body, agent);
      if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
      return performance.now() - startedAt;
    });
  } finally {
    agent.destroy();
    await server.stop();
    remove();
  }
}

/** Milliseconds from sending one value to reading it back through the API that pages use; the server is idle. */
const readable: Benchmark = {
  name: "ingest-latency",
  unit: "ms",
  repeats: 3,
  ours: () =>
    withServer(["--no-pages"], async (url, send) => {
      const took: number[] = [];
      const input = encodeURIComponent(
        JSON.stringify({ json: { runIds: [run], names: ["loss"], width: 1000 } }),
      );
      for (let seq = 1; seq <= 200; seq++) {
        const startedAt = performance.now();
        await send(seq);
        const answer = await (await fetch(`${url}/api/trpc/series.read?input=${input}`)).text();
        took.push(performance.now() - startedAt);
        if (!answer.includes(`${seq - 1}.5`))
          throw new Error(`Value ${seq} was acknowledged and cannot be read`);
        await delay(5);
      }
      return quantile(took, 0.5);
    }),
};

/** How much later an acknowledgement comes at p99 while pages are rendered without a pause than while none is, in ms. */
const besidePages: Benchmark = {
  name: "ingest-delay-by-pages",
  unit: "ms",
  repeats: 3,
  ours: () =>
    withServer([], async (url, send) => {
      let seq = 0;
      const sendMany = async () => {
        const took: number[] = [];
        for (let index = 0; index < 400; index++) {
          took.push(await send(++seq, 100));
          await delay(5);
        }
        return quantile(took, 0.99);
      };
      for (const path of ["/", `/runs/${run}`]) await (await fetch(`${url}${path}`)).text();
      await sendMany();
      const alone = await sendMany();
      let rendering = true;
      const render = async () => {
        for (let index = 0; rendering; index++)
          await (await fetch(`${url}${index % 2 === 0 ? "/" : `/runs/${run}`}`)).text();
      };
      const rendered = render();
      const beside = await sendMany();
      rendering = false;
      await rendered;
      return Math.max(0, beside - alone);
    }),
};

export const ingestLatency = [readable, besidePages];
