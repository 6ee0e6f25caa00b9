"use client";

import { type Query, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { AlertRow } from "../../db/contract/read-models";
import { useTRPC } from "../trpc/client";
import { identityOf, isAffected, mergeChange, noChanges } from "./live-changes";
import { type Connection, useChanges } from "./use-changes";

/** Pages read again at most once in this time, however fast changes arrive. */
const READ_EVERY_MS = 1000;

/** An episode that opens or closes is rare, and somebody waits for it. */
const READ_EPISODES_EVERY_MS = 250;

type AlertListener = (alerts: AlertRow[]) => void;

interface Live {
  connection: Connection;
  /** Calls back with each new alert; returns the way to stop. */
  onAlerts: (listener: AlertListener) => () => void;
}

const LiveContext = createContext<Live>({ connection: "connecting", onAlerts: () => () => {} });

export const useLive = (): Live => useContext(LiveContext);

/**
 * The page's one subscription to the server's changes. It carries no data of charts or tables: it
 * says what changed, and the queries that show it are read again.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pending = useRef(noChanges());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastRead = useRef(0);
  const listeners = useRef(new Set<AlertListener>());
  const [connection, setConnection] = useState<Connection>("connecting");

  const schedule = () => {
    const every = pending.current.episodeRunIds.size > 0 ? READ_EPISODES_EVERY_MS : READ_EVERY_MS;
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(readAgain, Math.max(0, lastRead.current + every - Date.now()));
  };

  const readAgain = () => {
    timer.current = null;
    lastRead.current = Date.now();
    const changes = pending.current;
    pending.current = { ...noChanges(), state: changes.state };
    const affected = ({ queryKey }: Query) => {
      const identity = identityOf(queryKey);
      return identity !== null && isAffected(identity, changes);
    };
    // A read on its way is left to end (cancelling it each second would never show anything), but it
    // may have begun before the change: what it shows is read once more.
    const underway = queryClient
      .getQueryCache()
      .findAll({ predicate: affected, fetchStatus: "fetching" })
      .some((query) => query.isActive());
    void queryClient.invalidateQueries({ predicate: affected }, { cancelRefetch: false });
    if (underway) {
      pending.current = changes;
      schedule();
    }
  };

  useChanges({
    onChange: (change) => {
      setConnection("live");
      mergeChange(pending.current, change);
      queryClient.setQueryData(trpc.server.state.queryKey(), (state) =>
        state ? { ...state, ...change.state } : state,
      );
      const ringing = change.alerts.filter(({ id }) => change.ringing.includes(id));
      if (ringing.length > 0) for (const listener of listeners.current) listener(ringing);
      schedule();
    },
    onConnection: setConnection,
    onGap: () => void queryClient.invalidateQueries(),
  });

  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  const live = useMemo<Live>(
    () => ({
      connection,
      onAlerts: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [connection],
  );
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
