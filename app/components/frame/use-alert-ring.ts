"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useLive } from "../../live/use-live";

const RING_MS = 8000;
type Permission = NotificationPermission | "unsupported";

/** Rings for new alerts: the bell for a while, and a browser notification where the person asked for it. */
export function useAlertRing(): { ringing: boolean; permission: Permission; askPermission: () => void } {
  const { onAlerts } = useLive();
  const router = useRouter();
  const [ringing, setRinging] = useState(false);
  const [permission, setPermission] = useState<Permission>("unsupported");

  useEffect(() => {
    if ("Notification" in window) setPermission(Notification.permission);
  }, []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onAlerts((alerts) => {
      setRinging(true);
      clearTimeout(timer);
      timer = setTimeout(() => setRinging(false), RING_MS);
      if (!("Notification" in window) || Notification.permission !== "granted") return;
      for (const alert of alerts) {
        // The tag lets several open pages show one notification for one alert.
        const notification = new Notification(alert.title, { body: alert.sentence, tag: alert.id });
        notification.onclick = () => {
          window.focus();
          router.push(`/runs/${alert.runId}?episode=${alert.episodeId}`);
          notification.close();
        };
      }
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [onAlerts, router]);

  return {
    ringing,
    permission,
    askPermission: () => void Notification.requestPermission().then(setPermission),
  };
}
