"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { AlertRow } from "../../../db/contract/read-models";
import { useLive } from "../../live/use-live";

const RING_MS = 8000;

/** Whether the bell rings: for a while after each new alert, which also becomes a browser notification where allowed. */
export function useAlertRing(): boolean {
  const { onAlerts } = useLive();
  const router = useRouter();
  const [ringing, setRinging] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onAlerts((alerts) => {
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
