import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import type { LiveChange } from "../../db/contract/read-models";
import { useTRPC } from "../trpc/client";
import { useLeader } from "./use-leader";

export type Connection = "connecting" | "live" | "lost";
const RETRY_MS = 2000;
type Message = { change: LiveChange } | { connection: Connection };

interface Handlers {
  onChange: (change: LiveChange) => void;
  onConnection: (connection: Connection) => void;
  /** Changes may have been missed: whatever is shown should be read again. */
  onGap: () => void;
}

/** Changes from the server, over this page's connection or told by the page that holds one. */
export function useChanges(handlers: Handlers): void {
  const trpc = useTRPC();
  const leads = useLeader();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const channel = useRef<BroadcastChannel | null>(null);
  const heard = useRef(false);
  const lost = useRef(false);

  const tell = (message: Message) => channel.current?.postMessage(message);

  useEffect(() => {
    if (!("BroadcastChannel" in window)) return;
    const opened = new BroadcastChannel("gradiometer-live");
    channel.current = opened;
    opened.onmessage = ({ data }: MessageEvent<Message>) => {
      heard.current = true;
      if ("change" in data) latest.current.onChange(data.change);
      else {
        if (data.connection === "live" && lost.current) latest.current.onGap();
        lost.current = data.connection === "lost";
        latest.current.onConnection(data.connection);
      }
    };
    return () => {
      channel.current = null;
      opened.close();
    };
  }, []);

  useEffect(() => {
    // Between the old leader's end and this one's start nobody listened.
    if (leads && heard.current) latest.current.onGap();
  }, [leads]);

  const connected = (connection: Connection) => {
    latest.current.onConnection(connection);
    tell({ connection });
  };
  const retry = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (retry.current) clearTimeout(retry.current);
    },
    [],
  );

  /**
   * The browser takes up a connection that broke. Not so a stream that ended: a server that stops in
   * good order closes it, one that is starting answers 503, and both are taken as final.
   */
  const connectAgain = () => {
    lost.current = true;
    connected("lost");
    if (retry.current) clearTimeout(retry.current);
    retry.current = setTimeout(() => reset(), RETRY_MS);
  };

  const { reset } = useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, {
      enabled: leads,
      onData: (change) => {
        heard.current = true;
        latest.current.onChange(change);
        tell({ change });
      },
      onError: () => connectAgain(),
      onConnectionStateChange: ({ state }) => {
        if (state === "pending") {
          if (lost.current) latest.current.onGap();
          lost.current = false;
          connected("live");
        } else if (state === "connecting" && leads) {
          lost.current ||= heard.current;
          connected(lost.current ? "lost" : "connecting");
        } else if (state === "idle" && leads) {
          connectAgain();
        }
      },
    }),
  );
}
