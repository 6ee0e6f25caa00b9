import type { Layout, LayoutAxis } from "plotly.js";
import type { Palette } from "../format/palette";
import type { Figure, Margins } from "./figure";

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** How every chart looks: light horizontal grid only, quiet axes, digits grouped as everywhere else. */
export function houseLayout(
  figure: Figure,
  palette: Palette,
  size: { width: number; height: number; margins: Margins },
): Partial<Layout> {
  const axis: Partial<LayoutAxis> = {
    color: palette.muted,
    gridcolor: palette.line,
    linecolor: palette.strongLine,
    tickcolor: palette.strongLine,
    zeroline: false,
    ticks: "",
    tickfont: { size: 11, color: palette.muted },
    exponentformat: "power",
    automargin: false,
  };
  const { xaxis, yaxis, ...rest } = figure.layout;
  return {
    width: size.width,
    height: size.height,
    margin: {
      l: size.margins.left,
      r: size.margins.right,
      t: size.margins.top,
      b: size.margins.bottom,
      pad: 0,
    },
    autosize: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: fontFamily, size: 11, color: palette.text },
    separators: ".\u202f",
    showlegend: false,
    hovermode: false,
    dragmode: false,
    hoverlabel: {
      bgcolor: palette.surface,
      bordercolor: palette.strongLine,
      font: { family: fontFamily, size: 12, color: palette.text },
    },
    ...rest,
    xaxis: { ...axis, showgrid: false, showline: true, tickformat: ",~f", nticks: 6, ...xaxis },
    yaxis: { ...axis, showgrid: true, showline: false, nticks: 6, ...yaxis },
  };
}
