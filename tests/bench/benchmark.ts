/** What a benchmark file exports. Ours and the peer do the same work, in the same run, one after the other. */
export interface Benchmark {
  name: string;
  unit: string;
  /** What the peer is, for the table; absent where nothing comparable exists. */
  peerIs?: string;
  repeats: number;
  /** It takes minutes: run when --only asks for it. */
  onlyByName?: boolean;
  /** What this machine lacks for it and how to get that; null where nothing is missing. */
  lacks?(): string | null;
  /** Makes what all repeats share (a filled database); what it returns is called at the end. */
  prepare?(): Promise<() => void>;
  ours(repeat: number): Promise<number> | number;
  /** A peer that cannot do the work at all throws PeerCannot. */
  peer?(repeat: number): Promise<PeerValue> | PeerValue;
}

/** A note says under what other condition the peer did it. */
export type PeerValue = number | { value: number; note: string };

/** The peer refuses the work; the message says why. */
export class PeerCannot extends Error {
  override name = "PeerCannot";
}

/** One object a figure in the JSON file. */
export interface Figure {
  name: string;
  /** Median over the repeats. */
  value: number;
  unit: string;
  peer: number | null;
  /** value / peer. */
  ratio: number | null;
  repeats: number;
  /** Interquartile range of our repeats, in the figure's unit. */
  spread: number;
  /** Why there is no peer where one was expected, or what it did differently. */
  note?: string;
}
