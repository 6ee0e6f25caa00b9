import { interquartileRange, median } from "../../diagnostics/statistics/summary";
import { type Benchmark, type Figure, PeerCannot } from "./benchmark";

/**
 * Runs ours and the peer interleaved, so that what else the machine does meets both, and swaps who goes first
 * at each repeat. Medians, since one slow repeat says something about the machine only.
 */
export async function measure(benchmark: Benchmark, repeats = benchmark.repeats): Promise<Figure> {
  const cleanUp = await benchmark.prepare?.();
  const ours: number[] = [];
  const peers: number[] = [];
  let note: string | undefined;
  let refused = false;

  async function runPeer(repeat: number): Promise<void> {
    if (!benchmark.peer || refused) return;
    try {
      const peer = await benchmark.peer(repeat);
      if (typeof peer === "number") peers.push(peer);
      else {
        peers.push(peer.value);
        note = peer.note;
      }
    } catch (error) {
      if (!(error instanceof PeerCannot)) throw error;
      note = error.message;
      refused = true;
    }
  }

  try {
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (repeat % 2 === 1) await runPeer(repeat);
      ours.push(await benchmark.ours(repeat));
      if (repeat % 2 === 0) await runPeer(repeat);
    }
  } finally {
    cleanUp?.();
  }
  const value = median(ours);
  const peer = peers.length > 0 ? median(peers) : null;
  const { low, high } = interquartileRange(ours);
  return {
    name: benchmark.name,
    value,
    unit: benchmark.unit,
    peer,
    ratio: peer === null ? null : value / peer,
    repeats,
    spread: high - low,
    ...(note ? { note } : {}),
  };
}
