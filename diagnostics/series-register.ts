import { createExplodingDetector } from "./detectors/exploding-gradient";
import type { PointDetector } from "./detectors/point-detector";
import { pointDetectors } from "./detectors/point-detectors";
import type { DetectorId, Thresholds } from "./detectors/registry";
import { createVanishingDetector } from "./detectors/vanishing-gradient";
import { createNetworkState, type NetworkState } from "./network-state";
import { PairTrack } from "./pair-track";
import type { GivenRoles } from "./roles/parse-role";
import type { SeriesRole } from "./roles/role";
import { seriesRole } from "./roles/series-role";
import type { TakenSeries } from "./take-in";

export interface MonitorOptions {
  /** Thresholds that differ from the defaults. */
  thresholds?: Thresholds;
  /** The detectors to run; all where absent. */
  only?: readonly DetectorId[];
  /** What series mean whose names do not tell. */
  roles?: GivenRoles;
}

/** A series of the run, with what is done with its points. */
export interface RegisteredSeries extends TakenSeries {
  detectors: readonly PointDetector[];
  /** Step of the last point that was taken. */
  lastStep: number;
}

const noRole: SeriesRole = { role: "none", network: "", part: "" };

/** Knows every series of a run: what it means, the network that it is about and the detectors that read it. */
export class SeriesRegister {
  readonly networks = new Map<string, NetworkState>();
  readonly pair = new PairTrack();
  hasGlobalNorm = false;
  readonly #all = new Map<string, RegisteredSeries>();
  /** Which series speaks for a role of a network, where several could: the first one logged. */
  readonly #speakers = new Map<string, string>();
  readonly #detectors = new Map<string, PointDetector>();
  readonly #thresholds: Thresholds;
  readonly #given: GivenRoles | undefined;
  readonly #readers: readonly (typeof pointDetectors)[number][];

  constructor({ thresholds = {}, only, roles }: MonitorOptions) {
    this.#thresholds = thresholds;
    this.#given = roles;
    this.#readers = pointDetectors.filter(({ id }) => !only || only.includes(id));
  }

  /** The detectors of series, networks and pairs that have seen a point. */
  get detectors(): Iterable<PointDetector> {
    return this.#detectors.values();
  }

  get series(): Iterable<RegisteredSeries> {
    return this.#all.values();
  }

  get(series: string): RegisteredSeries {
    return this.#all.get(series) ?? this.#add(series);
  }

  network(name: string): NetworkState {
    let state = this.networks.get(name);
    if (!state) {
      state = createNetworkState(name, {
        exploding: createExplodingDetector(this.#thresholds["exploding-gradient"]),
        vanishing: createVanishingDetector(this.#thresholds["vanishing-gradient"]),
      });
      this.networks.set(name, state);
    }
    return state;
  }

  /** Forgets all, as if no point had come. */
  clear(): void {
    this.#all.clear();
    this.#speakers.clear();
    this.networks.clear();
  }

  #add(series: string): RegisteredSeries {
    const { role, network } = this.#given?.get(series) ?? seriesRole(series, false);
    if (!this.hasGlobalNorm && role === "gradient-norm" && network === "") {
      this.hasGlobalNorm = true;
      // What was taken for the norm of a network is that of a layer.
      this.#speakers.clear();
      for (const known of this.#all.values()) {
        const { step, value } = known.reading;
        Object.assign(known, this.#meaningOf(known.series));
        Object.assign(known.reading, { step, value });
      }
    }
    const added = { series, lastStep: -1, ...this.#meaningOf(series) };
    this.#all.set(series, added);
    return added;
  }

  #meaningOf(series: string): Pick<RegisteredSeries, "state" | "detectors" | "reading"> {
    let role = this.#given?.get(series) ?? seriesRole(series, this.hasGlobalNorm);
    const place = `${role.role} ${role.network} ${role.part}`;
    if (role.role !== "none" && (this.#speakers.get(place) ?? series) !== series) role = noRole;
    else this.#speakers.set(place, series);
    const state = this.network(role.role === "none" ? "" : role.network);
    return {
      state,
      detectors: this.#readers
        .filter(({ reads }) => reads.includes(role.role))
        .map((reader) => this.#detectorFor(reader, series, state.name)),
      reading: { series, role, step: -1, value: Number.NaN, network: state.facts, pair: this.pair },
    };
  }

  #detectorFor(
    { id, per, create }: (typeof pointDetectors)[number],
    series: string,
    network: string,
  ): PointDetector {
    const key = `${id} ${per === "series" ? series : per === "network" ? network : ""}`;
    let detector = this.#detectors.get(key);
    if (!detector) {
      detector = create(this.#thresholds[id] ?? {});
      this.#detectors.set(key, detector);
    }
    return detector;
  }
}
