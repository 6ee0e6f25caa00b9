import type { ReactNode } from "react";
import { formatNumber, plural } from "../../format/number";
import type { Replayed } from "./use-replay";

/** Both settings side by side over all runs. */
export function ReplaySummary({
  replayed,
  comparedWith,
  onFinished,
}: {
  replayed: Replayed;
  comparedWith: string;
  /** Takes all finished runs for healthy; undefined where there are none. */
  onFinished: (() => void) | undefined;
}) {
  const { before, after, steps, healthySteps } = replayed;
  const changes = replayed.runs.flatMap(({ episodes }) => episodes.map(({ change }) => change));
  const count = (change: string) => changes.filter((one) => one === change).length;
  return (
    <section aria-label="Both settings side by side" className="flex flex-col gap-2">
      <div className="overflow-x-auto">
        <table className="w-full max-w-[720px] text-13 figures">
          <thead>
            <tr className="border-b text-left text-muted">
              <th className="py-1 pr-4 font-normal" scope="col">
                {plural(replayed.runs.length, "run")}, {plural(steps, "step")}
              </th>
              <Head>{comparedWith}</Head>
              <Head>Now</Head>
            </tr>
          </thead>
          <tbody>
            <Row name="Alarms" before={before.alarms} after={after.alarms} />
            <Row
              name="Alarms in 10 000 steps"
              before={perTenThousand(before.alarms, steps)}
              after={perTenThousand(after.alarms, steps)}
            />
            {healthySteps > 0 && (
              <Row
                name="False alarms in 10 000 healthy steps"
                before={<Rate rate={before.falseAlarms} />}
                after={<Rate rate={after.falseAlarms} />}
              />
            )}
          </tbody>
        </table>
      </div>
      <p aria-live="polite" className="text-13 text-muted figures" data-testid="changes">
        Episodes: {count("gained")} gained, {count("lost")} lost, {count("moved")} moved, {count("kept")}{" "}
        kept.
        {healthySteps === 0 && (
          <>
            {" "}
            False alarms are counted over runs that are marked as healthy
            {onFinished ? (
              <>
                :{" "}
                <button type="button" onClick={onFinished} className="link">
                  take all finished ones
                </button>
              </>
            ) : (
              "."
            )}
          </>
        )}
      </p>
    </section>
  );
}

const perTenThousand = (alarms: number, steps: number): string =>
  formatNumber(steps === 0 ? 0 : (1e4 * alarms) / steps);

function Head({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="px-3 py-1 text-right font-normal">
      {children}
    </th>
  );
}

function Row({ name, before, after }: { name: string; before: ReactNode; after: ReactNode }) {
  return (
    <tr className="border-b">
      <th scope="row" className="py-1 pr-4 text-left font-normal">
        {name}
      </th>
      <td className="px-3 text-right text-muted">{before}</td>
      <td className="px-3 text-right font-medium">{after}</td>
    </tr>
  );
}

/** With the exact 95% interval of a Poisson rate. */
function Rate({ rate }: { rate: Replayed["before"]["falseAlarms"] }) {
  if (!rate) return null;
  return (
    <span title="95% interval of a Poisson rate">
      {formatNumber(rate.value)}{" "}
      <span className="font-normal text-muted">
        ({formatNumber(rate.low)} to {formatNumber(rate.high)})
      </span>
    </span>
  );
}
