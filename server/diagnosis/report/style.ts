/** Both themes by the reader's own setting, and black on white when printed. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --surface: #f7f7f8; --line: #e4e4e7; --text: #18181b; --muted: #52525b;
  --accent: #1d5fd1; --critical: #b91c1c; --warning: #a35200; --good: #137a43; --series: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --page: #0b0c0e; --surface: #131418; --line: #26282e; --text: #ececef;
  --muted: #a3a6b0; --accent: #7ab0ff; --critical: #ff7b72; --warning: #f2b44b; --good: #56d08a; --series: #4fa8e0; } }
@media print { :root { --page: #fff; --surface: #fff; --line: #ccc; --text: #000; --muted: #444; --accent: #1d5fd1;
  --critical: #b91c1c; --warning: #a35200; --good: #137a43; --series: #0072b2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 48px; max-width: 1040px; background: var(--page); color: var(--text);
  font: 14px/20px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
h1 { font-size: 20px; line-height: 28px; margin: 0 0 4px; } h2 { font-size: 16px; line-height: 24px; margin: 0 0 4px; }
h3 { font-size: 14px; line-height: 20px; margin: 0 0 4px; } h4 { font-size: 13px; margin: 12px 0 0; }
h2.part { margin-top: 24px; } p { margin: 4px 0; } code { font: 13px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; }
.muted { color: var(--muted); font-weight: normal; } .small { font-size: 12px; line-height: 16px; }
article { border-top: 1px solid var(--line); padding-top: 16px; margin-top: 24px; }
.verdict { font-size: 16px; line-height: 24px; } .gap { border-left: 3px solid var(--warning); padding-left: 8px; color: var(--muted); }
.severity { white-space: nowrap; font-weight: 600; } .severity.critical { color: var(--critical); }
.severity.warning { color: var(--warning); } .severity.benign { color: var(--muted); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 8px 24px; margin: 12px 0; }
figure { margin: 8px 0; min-width: 0; } figcaption { font: 12px/16px ui-monospace, Menlo, Consolas, monospace; color: var(--muted); }
svg { display: block; width: 100%; height: auto; font-size: 12px; } svg text { fill: var(--muted); }
.seen { display: flex; flex-wrap: wrap; gap: 4px 32px; align-items: center; } .seen figure { flex: 1 1 420px; max-width: 560px; } .seen dl { flex: 1 1 200px; }
.grid { stroke: var(--line); } .line { stroke: var(--series); stroke-width: 1.25; fill: none; }
.envelope { fill: var(--series); opacity: .25; } .mark { stroke: var(--critical); stroke-width: 1.5; fill: none; }
.band { opacity: .14; } .band.critical, .bar.critical { fill: var(--critical); } .band.warning, .bar.warning { fill: var(--warning); }
.band.benign, .bar.benign { fill: var(--muted); }
.episode { border-top: 1px solid var(--line); padding: 12px 0; break-inside: avoid; }
dl { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 8px 0; font-size: 12px; } dl div { display: flex; gap: 6px; }
dt { color: var(--muted); } dd { margin: 0; } ol { margin: 4px 0; padding-left: 20px; } ol > li { margin: 6px 0; }
.clues { list-style: none; padding: 0; margin: 0; font-size: 13px; } .clues li { padding-left: 16px; text-indent: -16px; }
.clues .for::before { content: "+ "; color: var(--good); font-weight: 600; } .clues .against::before { content: "\\2212\\a0"; color: var(--critical); font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { text-align: left; padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: normal; color: var(--muted); } details { margin-top: 16px; } summary { cursor: pointer; }
a { color: var(--accent); } footer { border-top: 1px solid var(--line); margin-top: 24px; padding-top: 8px; }
@media print { body { max-width: none; padding: 0; } .band { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;
