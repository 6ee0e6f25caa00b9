import type { SeriesData } from "../../db/contract/read-models";
import type { Dash } from "../format/arm-colour";

/** One series as a line: its data and how it is told apart, by colour, dash and name. */
export interface SeriesLine {
  label: string;
  data: SeriesData;
  colour: string;
  dash?: Dash;
  width?: number;
  opacity?: number;
  /** One of many in the background (a seed behind its mean): no envelope, no label at its end. */
  quiet?: boolean;
}
