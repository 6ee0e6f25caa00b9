"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, BellRing } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { AlertRow } from "../../../db/contract/read-models";
import { plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { gatheredInWords } from "../alerts/gathered";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { RelativeTime } from "../ui/relative-time";
import { SeverityGlyph } from "../ui/severity";
import { useAlertRing } from "./use-alert-ring";
import { useNotificationPermission } from "./use-notification-permission";

const SHOWN = 20;

/** Unseen alerts at a glance, the latest on a click; rings on every open page. */
export function AlertBell() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data: state } = useQuery(trpc.server.state.queryOptions());
  const alerts = useQuery({ ...trpc.alerts.list.queryOptions({ limit: SHOWN }), enabled: open });
  const markSeen = useMutation(
    trpc.alerts.markSeen.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.alerts.list.pathFilter());
        void queryClient.invalidateQueries(trpc.server.state.queryFilter());
      },
    }),
  );
  const ringing = useAlertRing();
  const { permission, askPermission } = useNotificationPermission();
  const unseen = state?.unseenAlerts ?? 0;
  const Icon = ringing ? BellRing : Bell;

  const onOpenChange = (next: boolean) => {
    setOpen(next);
    // Seen once the list was open: what is unseen stays marked while one reads it.
    if (!next && unseen > 0) markSeen.mutate({});
  };

  return (
    <Popover
      label="Alerts"
      open={open}
      onOpenChange={onOpenChange}
      className="w-[380px]"
      trigger={
        <Button
          variant="quiet"
          className="gap-1 px-2 figures"
          aria-label={unseen > 0 ? `Alerts, ${unseen} unseen` : "Alerts, none unseen"}
        >
          <Icon size={16} aria-hidden className={ringing ? "text-critical" : undefined} />
          {unseen > 0 && (
            <span className="text-13 font-medium text-critical">{unseen > 99 ? "99+" : unseen}</span>
          )}
        </Button>
      }
    >
      <header className="flex items-center justify-between gap-2 border-b px-3 py-2">
        <h2 className="font-semibold">Alerts</h2>
        <span className="text-13 text-muted">
          {unseen > 0 ? `${plural(unseen, "unseen", "unseen")}` : "all seen"}
        </span>
      </header>
      <div className="max-h-[60vh] overflow-auto">
        {alerts.data?.length === 0 && (
          <p className="px-3 py-6 text-center text-13 text-muted">
            No alerts yet. An episode of a severity and kind chosen in{" "}
            <Link href="/settings" className="link" onClick={() => setOpen(false)}>
              settings
            </Link>{" "}
            rings here.
          </p>
        )}
        {alerts.isError && <p className="px-3 py-4 text-13 text-critical">{alerts.error.message}</p>}
        <ul>
          {alerts.data?.map((alert) => (
            <li key={alert.id} className="border-b last:border-b-0">
              <AlertEntry alert={alert} onOpen={() => onOpenChange(false)} />
            </li>
          ))}
        </ul>
      </div>
      <footer className="flex items-center justify-between gap-2 border-t px-3 py-2 text-13">
        <Link href="/alerts" className="link" onClick={() => onOpenChange(false)}>
          All alerts
        </Link>
        {permission === "default" && (
          <Button size="small" onClick={askPermission}>
            Notify me in the browser
          </Button>
        )}
        {permission === "granted" && <span className="text-muted">Browser notifications are on</span>}
        {permission === "denied" && (
          <span className="text-muted">Notifications are blocked in the browser's site settings</span>
        )}
      </footer>
    </Popover>
  );
}

function AlertEntry({ alert, onOpen }: { alert: AlertRow; onOpen: () => void }) {
  const more = gatheredInWords(alert);
  return (
    <Link
      href={`/runs/${alert.runId}?episode=${alert.episodeId}`}
      onClick={onOpen}
      className="flex gap-2.5 px-3 py-2 hover:bg-hover"
    >
      <span className="pt-1">
        <SeverityGlyph severity={alert.severity} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className={alert.seenAt === null ? "font-medium" : undefined}>{alert.title}</span>
          <span className="text-12 text-muted">
            <RelativeTime timeMs={alert.createdAt} />
          </span>
        </span>
        <span className="line-clamp-2 text-13 text-muted">{alert.sentence}</span>
        <span className="block text-12 text-muted">
          {alert.runName}
          {more && `, ${more}`}
        </span>
      </span>
      {alert.seenAt === null && <span className="sr-only">unseen</span>}
    </Link>
  );
}
