import { describe, expect, test } from "vitest";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import { diagnose } from "../../../diagnostics/diagnosis/diagnose";
import type { LoggedRun } from "../../../server/backtest/read-logged-runs";
import { report } from "../../../server/diagnosis/report/report";
import { html } from "../../../server/diagnosis/report/safe-html";
import { smallSeries } from "../../../server/diagnosis/report/small-series";
import { healthy } from "../../diagnostics/synthetic-run";

const hostile = `<script>alert("x")</script>&'`;

function loggedRun(
  length: number,
  options: { spikeAt?: number; nanFrom?: number; name?: string } = {},
): LoggedRun {
  const run = healthy(7);
  const { spikeAt, nanFrom = Number.POSITIVE_INFINITY, name = "run" } = options;
  const step = Array.from({ length }, (_, index) => index);
  const series: ReplayedSeries[] = [
    { name: "loss", step, value: step.map((at) => (at >= nanFrom ? Number.NaN : run.loss(at))) },
    { name: `grad_norm`, step, value: step.map((at) => run.norm(at) * (at === spikeAt ? 200 : 1)) },
    { name: hostile, step, value: step.map(() => 1) },
  ];
  const config = { note: hostile, optimizer: { lr: 0.1 } };
  return { name, file: "log.jsonl", config, roles: new Map(), thresholds: {}, series, remarks: [] };
}

async function written(...runs: LoggedRun[]): Promise<string> {
  const diagnosed = runs.map((run) => ({ run, diagnosis: diagnose(run.series, { config: run.config }) }));
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of report("folder", ["exploding-gradient.jumpZ=8"], diagnosed))
    text += decoder.decode(chunk, { stream: true });
  return text;
}

describe("a diagnosis as one HTML file", () => {
  test("tells the episode, its evidence, a chart with it shaded, its causes and the thresholds that were set", async () => {
    const text = await written(loggedRun(400, { spikeAt: 250 }));
    expect(text).toMatch(/Exploding gradient <span class="muted">in <code>grad_norm<\/code>, step 250/);
    expect(text).toMatch(/times its median/);
    expect(text).toMatch(/<rect class="band (warning|critical)"/);
    expect(text).toMatch(/Likely causes/);
    expect(text).toMatch(/To test it: /);
    expect(text).toContain("exploding-gradient.jumpZ=8");
    expect(text).toContain("<code>optimizer.lr</code></th><td>0.1</td>");
  });

  test("shows what a log holds as text, whatever it is, and asks for nothing from elsewhere", async () => {
    const text = await written(loggedRun(400, { spikeAt: 250, name: hostile }));
    expect(text).not.toMatch(/<script/i);
    expect(text).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
    expect(text).not.toMatch(/\b(?:src|href)=|@import|url\(/);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test("says how early the first alarm came before the loss was not finite", async () => {
    const text = await written(loggedRun(400, { spikeAt: 250, nanFrom: 270 }));
    expect(text).toMatch(/The first alarm came at step 250, 20 steps before the loss/);
  });

  test("says so of a run in which nothing stands out, and of an empty one", async () => {
    const calm = loggedRun(400);
    const text = await written(calm, { ...calm, name: "empty", series: [] });
    expect(text).toMatch(/No episode: nothing stands out/);
    expect(text).toMatch(/The log holds no points/);
  });

  test("is as short for a log of 100 000 steps as for one of 1 000, give or take its episodes", async () => {
    const text = await written(loggedRun(100_000, { spikeAt: 50_000 }));
    expect(text.length).toBeLessThan(150_000);
    expect(text).not.toMatch(/\b(?:NaN|Infinity)[ ",h]/);
  });
});

test("what is put into markup is escaped, in text and in attributes, and lists are joined", () => {
  const inner = html`<b>${"<"}</b>`;
  expect(html`<i title="${`"'`}">${[inner, "&", 2, false, undefined]}\u0000</i>`.markup).toBe(
    '<i title="&quot;&#39;"><b>&lt;</b>&amp;2\u0000</i>',
  );
  expect(html`${"a\u0000\u001bb"}`.markup).toBe("ab");
});

test("points are reduced to buckets that keep smallest, largest, mean and what is not finite", () => {
  const step = [0, 1, 2, 3, 10, 11];
  const value = [1, 5, Number.NaN, 3, Number.NaN, Number.POSITIVE_INFINITY];
  const small = smallSeries({ name: "a", step, value }, [0, 11], 3);
  expect(small).toEqual({
    step: [0, 10],
    lastStep: [3, 11],
    min: [1, Number.NaN],
    max: [5, Number.NaN],
    mean: [3, Number.NaN],
    nonFinite: [1, 2],
  });
  expect(smallSeries({ name: "a", step, value }, [1, 3], 10).step).toEqual([1, 2, 3]);
});
