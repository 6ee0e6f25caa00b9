/** The tests for a vanishing gradient: exact zeros, the run's past, an absolute level, and the strongest layer. */
import { formatFigure, formatStep } from "../format-figure";
import { LevelTrack } from "../windows/level-track";
import { RecentLevel } from "../windows/recent-level";
import type { GradientReading } from "./reading";
import type { VanishingThresholds } from "./vanishing-thresholds";

export interface VanishingFinding {
  test: "collapse" | "depth" | "level" | "zero";
  series: string;
  /** The level found, and the one it was compared with. */
  value: number;
  reference: number;
  sentence: string;
  /** The loss when it began; told where it is exactly zero. */
  lossBefore?: number;
}

export function createVanishingTests(thresholds: VanishingThresholds) {
  const network = new LevelTrack();
  const layers = new Map<string, RecentLevel>();
  let zeros = 0;
  /** The loss when the norm became zero. */
  let lossAtZero = 0;
  /** The loss when a layer last had no more than zero of what the others receive; NaN while all receive some. */
  let lossAtDeadLayer = Number.NaN;

  function test(reading: GradientReading): VanishingFinding | undefined {
    network.push(reading.norm);
    zeros = reading.norm === 0 ? zeros + 1 : 0;
    if (zeros === 1) lossAtZero = reading.loss.shortLevel;
    for (const [layer, norm] of reading.layers ?? []) if (Number.isFinite(norm)) levelOf(layer).push(norm);
    if (!network.isKnown) return undefined;
    return zero(reading) ?? collapse(reading) ?? level(reading) ?? depth(reading);
  }

  function levelOf(layer: string): RecentLevel {
    let level = layers.get(layer);
    if (!level) {
      level = new RecentLevel();
      layers.set(layer, level);
    }
    return level;
  }

  function zero({ series, step }: GradientReading): VanishingFinding | undefined {
    if (zeros < thresholds.zeroPoints) return undefined;
    const reference = network.held;
    const sentence = `norm exactly 0 on ${zeros} points up to step ${formatStep(step)}; it had held ${formatFigure(reference)}`;
    return { test: "zero", series, value: 0, reference, sentence, lossBefore: lossAtZero };
  }

  function collapse({ series, step }: GradientReading): VanishingFinding | undefined {
    const value = network.level;
    const reference = network.held;
    if (value >= thresholds.collapseRatio * reference) return undefined;
    const sentence = `norm ${formatFigure(value)} around step ${formatStep(step)}, ${formatFigure(value / reference)} of the ${formatFigure(reference)} it had held (threshold ${thresholds.collapseRatio})`;
    return { test: "collapse", series, value, reference, sentence };
  }

  function level({ series, step, adversarial }: GradientReading): VanishingFinding | undefined {
    const reference = adversarial ? thresholds.adversarialLevel : thresholds.absoluteLevel;
    const value = network.level;
    if (value >= reference || network.first >= reference) return undefined;
    const sentence = `norm ${formatFigure(value)} around step ${formatStep(step)} and ${formatFigure(network.first)} at the start, both below ${formatFigure(reference)}`;
    return { test: "level", series, value, reference, sentence };
  }

  function depth({ step, seriesOf, loss }: GradientReading): VanishingFinding | undefined {
    let weakest = { layer: "", level: Number.POSITIVE_INFINITY };
    let strongest = { layer: "", level: 0 };
    for (const [layer, { everPositive, isKnown, level }] of layers) {
      if (!everPositive || !isKnown) continue;
      if (level < weakest.level) weakest = { layer, level };
      if (level > strongest.level) strongest = { layer, level };
    }
    const ratio = weakest.level / strongest.level;
    if (ratio !== 0) lossAtDeadLayer = Number.NaN;
    else if (Number.isNaN(lossAtDeadLayer)) lossAtDeadLayer = loss.level;
    const isYoung = loss.count <= thresholds.gainPoints;
    const limit = isYoung ? thresholds.youngDepthRatio : thresholds.depthRatio;
    if (!(ratio < limit)) return undefined;
    return {
      test: "depth",
      series: seriesOf(weakest.layer),
      value: weakest.level,
      reference: strongest.level,
      sentence: `${weakest.layer} receives ${formatFigure(weakest.level)} around step ${formatStep(step)}, ${formatFigure(ratio)} of the ${formatFigure(strongest.level)} of ${strongest.layer} (threshold ${limit})`,
      // Nothing at all reaches it: no convergence of the loss explains that, and only its fall excuses it.
      ...(ratio === 0 && { lossBefore: lossAtDeadLayer }),
    };
  }

  /** The norm below which its level would count by its past, or by its size from the first step on; 0 where neither speaks. */
  function limit(adversarial: boolean): number {
    if (!network.isKnown) return 0;
    const reference = adversarial ? thresholds.adversarialLevel : thresholds.absoluteLevel;
    return Math.max(thresholds.collapseRatio * network.held, network.first < reference ? reference : 0);
  }

  return {
    test,
    limit,
    save: () => ({
      zeros,
      lossAtZero,
      lossAtDeadLayer: Number.isNaN(lossAtDeadLayer) ? null : lossAtDeadLayer,
      network: network.save(),
      layers: [...layers].map(([layer, track]) => ({ layer, track: track.save() })),
    }),
    restore(saved: VanishingMemory): void {
      zeros = saved.zeros ?? 0;
      lossAtZero = saved.lossAtZero ?? 0;
      lossAtDeadLayer = saved.lossAtDeadLayer ?? Number.NaN;
      network.restore(saved.network);
      layers.clear();
      for (const { layer, track } of saved.layers) levelOf(layer).restore(track);
    },
  };
}

interface VanishingMemory {
  /** Absent in what older versions saved. */
  zeros?: number;
  lossAtZero?: number;
  lossAtDeadLayer?: number | null;
  network: ReturnType<LevelTrack["save"]>;
  layers: { layer: string; track: ReturnType<RecentLevel["save"]> }[];
}
