"use client";

import { useEffect, useState } from "react";

/** "unsupported" where the browser has no notifications, or hides them from a plain http address. */
export type NotificationState = NotificationPermission | "unsupported";

/** Whether this browser shows notifications of ours, and the way to ask for it. */
export function useNotificationPermission(): { permission: NotificationState; askPermission: () => void } {
  const [permission, setPermission] = useState<NotificationState>("unsupported");
  useEffect(() => {
    if ("Notification" in window) setPermission(Notification.permission);
  }, []);
  return {
    permission,
    askPermission: () => void Notification.requestPermission().then(setPermission),
  };
}
