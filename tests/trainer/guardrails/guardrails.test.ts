import { describe, expect, it } from "vitest";
import { parseGuardrails } from "../../../db/contract/guardrail-text";
import type { TakenSnapshot } from "../../../trainer/checkpoints/checkpoints";
import { createContext } from "../../../trainer/context";
import { createUpdater } from "../../../trainer/gradients/updater";
import { createGuardrails, type Snapshots } from "../../../trainer/guardrails";
import { createNetwork } from "../../../trainer/networks/network";
import type { Points } from "../../../trainer/probes/points";

/**
 * A network of one weight, with whatever gradients a test gives it: SGD at a rate of 1 subtracts each. Its loss stays,
 * so that norms alone decide.
 */
function aRun(rules: string) {
  const context = createContext({ seed: 0, steps: 1000 });
  const network = createNetwork("rnn", [{ layer: "output", name: "weight", shape: [1] }]);
  const updater = createUpdater({
    network,
    optimizer: { name: "sgd", learningRate: 1, momentum: 0 },
    stabilizers: { clips: [], decays: [] },
    constraints: [],
    context,
  });
  let taken: TakenSnapshot[] = [{ step: 0, snapshot: context.state.snapshot() }];
  const snapshots: Snapshots = { lastGood: (before) => taken.findLast(({ step }) => step < before) };
  const guardrails = createGuardrails(parseGuardrails(rules), context, snapshots);
  taken = [{ step: 0, snapshot: context.state.snapshot() }];
  return {
    network,
    context,
    restart: () => {
      taken = [{ step: 0, snapshot: context.state.snapshot() }];
    },
    forget: () => {
      taken = [];
    },
    take: () => taken.push({ step: context.step, snapshot: context.state.snapshot() }),
    step(gradient: number) {
      context.step += 1;
      const points: Points = new Map();
      updater.gradient[0] = gradient;
      updater.apply();
      updater.report(points, Number.isFinite(gradient) ? 1 : Number.NaN);
      const verdict = guardrails.afterStep(points);
      taken = taken.filter(({ step }) => step <= context.step);
      return verdict;
    },
  };
}

/** Norms around 1 with a log scatter of about .15, none twice. */
const usual = (step: number) => Math.exp(0.2 * Math.sin(step * 12.9898));
const steps = (run: ReturnType<typeof aRun>, count: number) =>
  Array.from({ length: count }, () => run.step(usual(run.context.step + 1)));

describe("a guardrail", () => {
  it("does nothing while nothing is wrong", () => {
    const run = aRun("exploding:stop+non-finite:stop+vanishing:stop");
    for (const verdict of steps(run, 200)) expect(verdict).toEqual({ actions: [], recovered: false });
  });

  it("that stops ends the run at the step of the alarm, and says why", () => {
    const run = aRun("exploding:stop");
    steps(run, 60);
    const { stop, actions } = run.step(50);
    expect(stop).toMatch(/^Stopped by the guardrail exploding:stop at step 61: gradient_norm\/rnn: norm 50 /);
    expect(actions).toMatchObject([
      { step: 61, on: "exploding", action: "stop", series: "gradient_norm/rnn", outcome: "The run ended" },
    ]);
  });

  it("that retreats puts the weights back to before the onset and cuts every rate", () => {
    const run = aRun("exploding:retreat:rateFactor=0.25");
    steps(run, 40);
    run.take();
    const before = run.network.values[0];
    steps(run, 5);
    const { actions, recovered, stop } = run.step(80);
    expect(run.network.values[0]).toBe(before);
    expect(run.context.rateFactor("rnn")).toBe(0.25);
    expect(run.context.step).toBe(40);
    expect({ recovered, stop }).toEqual({ recovered: true, stop: undefined });
    expect(actions).toMatchObject([
      {
        step: 40,
        action: "retreat",
        outcome:
          "Went back from step 46 to the state after step 40; every learning rate is 0.25 of its schedule's from here (retreat 1 of 3)",
      },
    ]);
    // The next gradient moves the weight by a fourth of itself.
    run.step(1);
    expect(run.network.values[0]).toBeCloseTo(before! - 0.25, 5);
  });

  it("that retreats makes the same steps on the same data again, as other arms do", () => {
    const run = aRun("exploding:retreat");
    const data = run.context.random("data");
    run.restart();
    steps(run, 40);
    run.take();
    const drawn = Array.from({ length: 10 }, () => data.uint32());
    run.step(80);
    expect(Array.from({ length: 10 }, () => data.uint32())).toEqual(drawn);
  });

  it("judges the steps it makes again as if the abandoned ones had not been", () => {
    const run = aRun("exploding:retreat+exploding:pause");
    steps(run, 40);
    run.take();
    run.step(80);
    expect(steps(run, 60).flatMap(({ actions }) => actions)).toEqual([]);
  });

  it("goes back at most as often as its limit says, then ends the run", () => {
    const run = aRun("exploding:retreat:limit=2");
    steps(run, 40);
    run.take();
    for (const retreat of [1, 2]) {
      steps(run, 10);
      run.take();
      expect(run.step(80).actions[0]?.outcome).toContain(`(retreat ${retreat} of 2)`);
    }
    steps(run, 10);
    const { stop } = run.step(80);
    expect(stop).toContain("The run ended: it had gone back 2 times already, its limit");
    expect(run.context.rateFactor("rnn")).toBe(0.25);
  });

  it("goes further back where the state it went back to led to another episode", () => {
    const run = aRun("exploding:retreat:limit=9");
    steps(run, 40);
    run.take();
    steps(run, 10);
    run.take();
    const places = [50, 40, 0].map(() => {
      steps(run, 51 - run.context.step);
      run.step(80);
      return run.context.step;
    });
    expect(places).toEqual([50, 40, 0]);
  });

  it("goes back past snapshots that were taken after the onset", () => {
    const run = aRun("exploding:retreat:severity=critical");
    steps(run, 60);
    run.take();
    for (let spike = 0; spike < 10; spike += 1) run.step(50);
    run.take();
    while (run.context.step > 60 && run.context.step < 100) run.step(50);
    expect(run.context.step).toBe(60);
  });

  it("that has no state from before the onset ends the run and says what to do", () => {
    const run = aRun("exploding:retreat");
    run.forget();
    steps(run, 40);
    run.take();
    steps(run, 2);
    run.forget();
    expect(run.step(80).stop).toContain(
      "no state from before step 43, where it began, is left to go back to; save checkpoints more often or keep more",
    );
  });

  it("that skips does not apply the update, counts each, and gives up at its limit in a row", () => {
    const run = aRun("exploding:skip-step:limit=2");
    steps(run, 60);
    const before = run.network.values[0];
    for (const gradient of [50, 70]) {
      const { actions, stop } = run.step(gradient);
      expect(stop).toBeUndefined();
      expect(actions).toMatchObject([
        { action: "skip-step", outcome: "The update of the rnn was not applied" },
      ]);
      expect(run.network.values[0]).toBe(before);
    }
    run.step(1);
    expect(run.network.values[0]).toBeCloseTo(before! - 1, 5);
    run.step(50);
    run.step(50);
    expect(run.step(50).stop).toContain("it had skipped 2 steps in a row, its limit");
  });

  it("that skips a gradient that is not finite keeps weights and optimizer clean", () => {
    const run = aRun("non-finite:skip-step");
    steps(run, 10);
    const before = run.network.values[0];
    const { recovered, actions } = run.step(Number.NaN);
    expect(recovered).toBe(true);
    expect(actions[0]).toMatchObject({ on: "non-finite", reason: "gradient norm NaN" });
    expect(run.network.values[0]).toBe(before);
    expect(steps(run, 5).every(({ stop }) => stop === undefined)).toBe(true);
    expect(Number.isFinite(run.network.values[0])).toBe(true);
  });

  it("that pauses does so once an episode", () => {
    const run = aRun("exploding:pause");
    steps(run, 60);
    expect(run.step(50).pause).toMatch(/^Paused by the guardrail exploding:pause at step 61: /);
    expect(run.step(60).pause).toBeUndefined();
    steps(run, 80);
    expect(run.step(50).pause).toContain("at step 143");
  });

  it("acts from its severity on", () => {
    const run = aRun("exploding:pause:severity=critical");
    steps(run, 60);
    // A short spike is a warning; twenty points above the level are critical.
    const verdicts = Array.from({ length: 25 }, () => run.step(50));
    expect(verdicts.findIndex(({ pause }) => pause !== undefined)).toBe(19);
  });

  it("of several, the first in order acts, and none on a step whose update was not applied", () => {
    const run = aRun("exploding:skip-step+exploding:stop");
    steps(run, 60);
    expect(run.step(50).actions.map(({ action }) => action)).toEqual(["skip-step"]);
    const both = aRun("exploding:pause+exploding:stop");
    steps(both, 60);
    expect(both.step(50).actions.map(({ action }) => action)).toEqual(["pause"]);
    // The pause has answered this episode; the rule after it answers what goes on.
    expect(both.step(60).actions.map(({ action }) => action)).toEqual(["stop"]);
  });
});
