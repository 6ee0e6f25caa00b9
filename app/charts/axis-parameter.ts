import { ChartAxis } from "../../db/contract/chart-axis";
import type { Parameter } from "../url/parameters";

/** `over=elapsed`, `over=series:tokens` in an address; steps need no place there. */
export const axisParameter: Parameter<ChartAxis> = {
  read: ([written]) => {
    const parsed = ChartAxis.safeParse(written);
    return parsed.success ? parsed.data : "step";
  },
  write: (over) => (over === "step" ? [] : [over]),
};
