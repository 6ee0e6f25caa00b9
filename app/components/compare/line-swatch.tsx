import { armColourVariable, armDash, type Dash } from "../../format/arm-colour";

const strokes: Record<Dash, string | undefined> = {
  solid: undefined,
  dash: "5 3",
  dot: "1.5 2.5",
  dashdot: "5 2 1.5 2",
  longdash: "8 3",
  longdashdot: "8 2 1.5 2",
};

/** Colour and dash of a run's line, as on the charts. */
export function LineSwatch({ position }: { position: number }) {
  return (
    <svg viewBox="0 0 24 8" width={24} height={8} className="shrink-0" aria-hidden="true">
      <line
        x1="0"
        x2="24"
        y1="4"
        y2="4"
        stroke={armColourVariable(position)}
        strokeWidth="2.5"
        strokeDasharray={strokes[armDash(position)]}
      />
    </svg>
  );
}
