"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { AlertRow } from "../../../db/contract/read-models";
import { ALERTS_READ, alertsSearch } from "../../alerts/search-params";
import { cx } from "../../format/class-names";
import { formatStep, plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Segmented } from "../ui/segmented";
import { SeverityBadge } from "../ui/severity";
import { Skeleton } from "../ui/skeleton";
import { deliveryInWords } from "./delivery-state";
import { gatheredInWords, gatheredOf } from "./gathered";

/** Every alert, with whether it was seen and whether it arrived. */
export function AlertsView() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [{ show }, change] = useSearchState(alertsSearch);
  const { data, error, refetch } = useQuery({
    ...trpc.alerts.list.queryOptions({ limit: ALERTS_READ }),
    // New alerts are pushed; the tries of a delivery that waits are not.
    refetchInterval: ({ state }) => (state.data?.some(isWaiting) ? READ_WAITING_MS : false),
  });
  const markSeen = useMutation(
    trpc.alerts.markSeen.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.alerts.list.pathFilter());
        void queryClient.invalidateQueries(trpc.server.state.queryFilter());
      },
    }),
  );
  const unseen = data?.filter((alert) => alert.seenAt === null) ?? [];
  const shown = data?.filter((alert) => isShown(alert, show)) ?? [];
  return (
    <div className="mx-auto flex max-w-[1080px] flex-col gap-5 p-4 md:p-6">
      <PageHeader
        title="Alerts"
        subtitle={
          data &&
          (data.length >= ALERTS_READ
            ? `The latest ${ALERTS_READ}`
            : `${plural(data.length, "alert")}, ${unseen.length} unseen`)
        }
        actions={
          <>
            <Segmented
              label="Alerts shown"
              value={show}
              onChange={(next) => change({ show: next })}
              options={[
                { value: "all", label: "All" },
                { value: "unseen", label: "Unseen" },
                { value: "undelivered", label: "Undelivered" },
              ]}
            />
            <Button disabled={unseen.length === 0 || markSeen.isPending} onClick={() => markSeen.mutate({})}>
              Mark all as seen
            </Button>
          </>
        }
      />
      {error && (
        <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
          The alerts could not be read. {error.message}
        </Notice>
      )}
      {markSeen.error && <Notice tone="error">{markSeen.error.message}</Notice>}
      {!data && !error && <Skeleton className="h-64" label="Reading the alerts" />}
      {data && shown.length === 0 && (data.length === 0 ? <NoAlerts /> : <NothingLeft show={show} />)}
      <ul className="flex flex-col">
        {shown.map((alert) => (
          <AlertItem
            key={alert.id}
            alert={alert}
            onSeen={alert.seenAt === null ? () => markSeen.mutate({ ids: [alert.id] }) : undefined}
          />
        ))}
      </ul>
    </div>
  );
}

function AlertItem({ alert, onSeen }: { alert: AlertRow; onSeen?: () => void }) {
  const unseen = alert.seenAt === null;
  const { others, ending } = gatheredOf(alert);
  return (
    <li className="relative grid grid-cols-[96px_minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b py-2.5 max-md:grid-cols-[minmax(0,1fr)_auto]">
      <span className="max-md:order-2 max-md:col-span-2 max-md:text-13">
        <SeverityBadge severity={alert.severity} />
      </span>
      <div className="min-w-0 max-md:order-1">
        <h2 className={cx("text-14", unseen && "font-semibold")}>
          <Link
            href={`/runs/${alert.runId}?episode=${alert.episodeId}`}
            prefetch={false}
            className="hover:underline"
            onClick={onSeen}
          >
            {alert.title}
          </Link>
          {unseen && (
            <span className="ml-2 inline-block size-2 rounded-full bg-accent align-middle">
              <span className="sr-only">unseen</span>
            </span>
          )}
        </h2>
        <p className="text-13 text-pretty">{alert.sentence}</p>
        <p className="text-12 text-muted">
          <Link href={`/runs/${alert.runId}`} prefetch={false} className="hover:text-text hover:underline">
            {alert.runName}
          </Link>
          , from step {formatStep(alert.startStep)}
          {ending && `. ${ending.sentence}`}
        </p>
        {others.length > 0 && <Gathered alert={alert} others={others} />}
        {alert.deliveries.map((delivery) => (
          <Delivery key={`${delivery.alertId} ${delivery.target}`} delivery={delivery} />
        ))}
      </div>
      <div className="flex items-start gap-2 text-13 text-muted max-md:order-1">
        <RelativeTime timeMs={alert.createdAt} />
        {onSeen && (
          <Button
            size="small-icon"
            variant="quiet"
            aria-label={`Mark as seen: ${alert.title}`}
            title="Mark as seen"
            className="-mr-1.5"
            onClick={onSeen}
          >
            <Check size={14} aria-hidden />
          </Button>
        )}
      </div>
    </li>
  );
}

/** What joined within minutes and rang no bell of its own. */
function Gathered({ alert, others }: { alert: AlertRow; others: ReturnType<typeof gatheredOf>["others"] }) {
  return (
    <details className="mt-1 text-13">
      <summary className="w-fit cursor-pointer text-muted hover:text-text">{gatheredInWords(alert)}</summary>
      <ul className="mt-1 flex flex-col gap-1 border-l pl-3">
        {others.map((other) => (
          <li key={other.id} className="flex flex-wrap items-center gap-x-2">
            <SeverityBadge severity={other.severity} />
            <Link
              href={`/runs/${other.runId}?episode=${other.episodeId}`}
              prefetch={false}
              className="hover:underline"
            >
              {other.title}
            </Link>
            <span className="text-12 text-muted">
              {other.runName}, from step {formatStep(other.startStep)}
              {other.hasEnded && ", ended"}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Delivery({ delivery }: { delivery: AlertRow["deliveries"][number] }) {
  const waiting = delivery.state === "pending" && delivery.nextAttemptAt !== null;
  const now = useNow(waiting);
  const { words, advice } = deliveryInWords(delivery, now);
  return (
    <p
      className={cx(
        "mt-1 text-12",
        delivery.state === "failed" ? "text-critical" : advice ? "text-warning" : "text-muted",
      )}
    >
      {words}.{advice && ` ${advice}`}
    </p>
  );
}

/** The time, each second while something counts down; null until the page runs in the browser. */
function useNow(ticking: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!ticking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}

/** How often deliveries that wait are looked at again. */
const READ_WAITING_MS = 3000;

const isWaiting = (alert: AlertRow) => alert.deliveries.some((delivery) => delivery.state === "pending");

function isShown(alert: AlertRow, show: "all" | "unseen" | "undelivered"): boolean {
  if (show === "unseen") return alert.seenAt === null;
  if (show === "undelivered") return alert.deliveries.some((delivery) => delivery.state !== "delivered");
  return true;
}

function NoAlerts() {
  return (
    <EmptyState
      title="No alerts yet"
      action={
        <Button asChild>
          <Link href="/settings">Choose what alerts</Link>
        </Button>
      }
    >
      <p>
        When an episode of a chosen severity and kind begins in any run, it rings here and on every open page,
        and goes to the webhook if one is set. What follows within five minutes in the same run or experiment
        joins it.
      </p>
    </EmptyState>
  );
}

function NothingLeft({ show }: { show: "all" | "unseen" | "undelivered" }) {
  return (
    <p className="py-10 text-center text-muted">
      {show === "unseen" ? "All alerts have been seen." : "Every alert that was sent has arrived."}
    </p>
  );
}
