import { join } from "node:path";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { packageRoot } from "../../../db/package-root";
import { startBenchServer } from "../bench-server";
import type { Benchmark } from "../benchmark";
import { checkStored } from "../count-points";
import { pythonWith } from "../python-peer";
import { lastJson, runBenchProcess, runProcess } from "../run-process";
import { temporaryHome } from "../temporary-home";
import type { Logged } from "./child";
import { type Shape, shapes } from "./shapes";

type ShapeName = keyof typeof shapes;

interface Peer {
  name: string;
  title: string;
  requirement: string;
  /** Of the shape's steps, for one that takes a minute for all. */
  share: (name: ShapeName) => number;
}

const peers: Peer[] = [
  { name: "trackio", title: "trackio 0.43", requirement: "trackio==0.43.0", share: () => 1 },
  {
    name: "wandb",
    title: "W&B 0.31, offline",
    requirement: "wandb==0.31.0",
    share: (shape) => (shape === "one-metric" ? 0.1 : 1),
  },
  { name: "aim", title: "Aim 3.29", requirement: "aim==3.29.1", share: () => 0.2 },
  {
    name: "tensorboardx",
    title: "tensorboardX 2.6",
    requirement: "tensorboardX==2.6.5",
    share: () => 0.2,
  },
];

const repeats = 5;

/**
 * Points a second that a program logs by calls of `log`, one a step or one a metric, into a new store: until all of them
 * can be read, in their series with their rollups, and the run has ended (`client-log`), and what the calls alone take
 * of the program's time (`client-call`). `client-log-http`: the same at a server on this machine that has taken in as much
 * before. Peers log the same points by their own calls, until their finish or close returns. All start with the tracker
 * ready and the metrics made.
 */
export const clientFigures = ({ peers: withPeers }: { peers: boolean }): Benchmark[] =>
  (Object.keys(shapes) as ShapeName[]).flatMap((name) => [
    { name: `client-log-${name}`, unit: "points/s", repeats, ours: () => logged(shapes[name], "seconds") },
    {
      name: `client-call-${name}`,
      unit: "points/s",
      repeats,
      ours: () => logged(shapes[name], "callSeconds"),
    },
    { name: `client-log-http-${name}`, unit: "points/s", repeats, ours: () => loggedOverHttp(shapes[name]) },
    ...(withPeers ? peers.map((peer) => against(peer, name)) : []),
  ]);

function against(peer: Peer, name: ShapeName): Benchmark {
  const shape: Shape = { ...shapes[name], steps: shapes[name].steps * peer.share(name) };
  return {
    name: `client-log-${name}-${peer.name}`,
    unit: "points/s",
    peerIs: `${peer.title}, until it has finished`,
    repeats: 3,
    ours: () => logged(shape, "seconds"),
    peer: async () => {
      const python = await pythonWith(peer.name, peer.requirement);
      const script = join(packageRoot(), "tests", "bench", "client", "log-in-peer.py");
      const { home, remove } = temporaryHome();
      try {
        const { series, steps, call } = shape;
        const words = [script, peer.name, String(series), String(steps), call, home];
        const { points, seconds } = lastJson<Logged>(await runProcess(python, words));
        return points / seconds;
      } finally {
        remove();
      }
    },
  };
}

async function logged(shape: Shape, which: "seconds" | "callSeconds"): Promise<number> {
  const { home, remove } = temporaryHome();
  try {
    const measured = lastJson<Logged>(await runBenchProcess(["client", JSON.stringify(shape), home]));
    const db = openDatabase(databaseFile(home), { readonly: true });
    checkStored(db, measured.points);
    db.close();
    return measured.points / measured[which];
  } finally {
    remove();
  }
}

async function loggedOverHttp(shape: Shape): Promise<number> {
  const { home, remove } = temporaryHome();
  const server = await startBenchServer(home);
  try {
    const log = async () =>
      lastJson<Logged>(await runBenchProcess(["client", JSON.stringify(shape), server.url]));
    await log();
    const { points, seconds } = await log();
    const db = openDatabase(databaseFile(home), { readonly: true });
    checkStored(db, 2 * points);
    db.close();
    return points / seconds;
  } finally {
    await server.stop();
    remove();
  }
}
