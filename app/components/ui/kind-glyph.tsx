import type { EpisodeKind } from "../../../db/contract/episode";

/** Strokes on a grid of 14: what each kind looks like on a chart, as far as it has a shape. */
const strokes: Record<EpisodeKind, string> = {
  exploding_gradient: "M1 12h3.5L8 2.5 9.5 7M8 2.5 5.5 4",
  vanishing_gradient: "M1 2c1.5 7 4 9.5 12 10",
  non_finite: "M2.5 7a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0M2.5 11.5l9-9",
  loss_divergence: "M1 4c3 6 5 6 6 4s3-6 6-7",
  loss_spike: "M1 10h4l2-8 2 8h4",
  plateau: "M1 2c1 5 3 7 5 7h7",
  oscillation: "M1 7c1.5-7 3-7 4 0s2.5 7 4 0 2.5-7 4 0",
  dead_units: "M3.5 3.5l7 7M10.5 3.5l-7 7",
  saturation: "M1 12c4 0 3-9 6-9h6M1 1.5h12",
  update_ratio: "M2 12 12 2M2 2h4M8 12h4",
  clip_saturation: "M1 4h12M2 12 5 4M9 4l3 8",
  penalty_dominance: "M7 2v10M2 5h10M2 5l-1 4h2zM12 5l-1 2h2z",
  discriminator_overpowering: "M2 12V2M6 12V9M1 12h12M10 12v-1",
  discriminator_collapse: "M1 4l4 3h8M1 10l4-3",
  discriminator_overfitting: "M1 12C4 4 8 3 13 2M1 12c3-5 6-5 12-2",
  generator_starvation: "M1 3h12M3 6h8M5 9h4M6.5 12h1",
  mode_collapse: "M2 3l4 4M12 3 8 7M2 11l4-3M12 11 8 8M7 6.5v1",
  stalled_run: "M4.5 2v10M9.5 2v10",
  dead_run: "M1 7h12",
};

/** One glyph for each kind, the same on charts, tables and alerts. */
export function KindGlyph({ kind, size = 14 }: { kind: EpisodeKind; size?: number }) {
  return (
    <svg
      viewBox="0 0 14 14"
      width={size}
      height={size}
      className="shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={strokes[kind]} />
    </svg>
  );
}
