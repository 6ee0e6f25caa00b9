"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { AlertRow } from "../../../db/contract/read-models";
import { useLive } from "../../live/use-live";

const RING_MS = 8000;

/**
 * Whether the bell rings: for a while after each new alert, which also becomes a browser notification where allowed. An
 * alert that somebody saw, that others joined or that was delivered changes as well, and rings no second time.
 */
export function useAlertRing(): boolean {
  const { onAlerts } = useLive();
  const router = useRouter();
  const [ringing, setRinging] = useState(false);
  const rung = useRef(new Set<string>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onAlerts((changed) => {
      const alerts = changed.filter(
        ({ id, seenAt, gathered }) => seenAt === null && gathered.length === 0 && !rung.current.has(id),
      );
      for (const { id } of changed) rung.current.add(id);
      if (alerts.length === 0) return;
      setRinging(true);
      clearTimeout(timer);
      timer = setTimeout(() => setRinging(false), RING_MS);
      for (const alert of alerts)
        notify(alert, () => router.push(`/runs/${alert.runId}?episode=${alert.episodeId}`));
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [onAlerts, router]);

  return ringing;
}

function notify({ id, title, sentence }: AlertRow, open: () => void): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  let notification: Notification;
  try {
    // The tag lets several open pages show one notification for one alert.
    notification = new Notification(title, { body: sentence, tag: id });
  } catch {
    // Chrome on Android has the constructor and throws: there only a service worker may notify. The bell rings.
    return;
  }
  notification.onclick = () => {
    window.focus();
    open();
    notification.close();
  };
}
