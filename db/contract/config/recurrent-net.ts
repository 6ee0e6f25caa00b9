import { z } from "zod";
import { Initialization } from "../architecture";
import { count } from "./every-run";

export const recurrentCells = ["rnn", "lstm", "gru"] as const;
export type RecurrentCell = (typeof recurrentCells)[number];

/** What the config of a net with one recurrent layer and a linear output holds; the defaults are the workload's own. */
export function everyRecurrentNet(defaults: {
  cell: RecurrentCell;
  hidden: number;
  recurrentInitialization: z.input<typeof Initialization>;
}) {
  return {
    cell: z
      .enum(recurrentCells)
      .default(defaults.cell)
      .describe("rnn: a vanilla tanh net, the one that omega acts on; lstm and gru have gates"),
    hidden: count(2048).default(defaults.hidden).describe("Hidden units"),
    initialization: Initialization.prefault({ name: "fan-in-uniform" }).describe(
      "Of the weights but the recurrent ones",
    ),
    recurrentInitialization: Initialization.prefault(defaults.recurrentInitialization).describe(
      "Of the recurrent matrix, each gate's for itself",
    ),
  };
}
