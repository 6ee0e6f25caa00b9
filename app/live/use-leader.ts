import { useEffect, useState } from "react";

const lockName = "gradiometer-live";

/**
 * Whether this page is the one of its browser that holds the connection for live changes. HTTP/1.1
 * gives a browser six connections to a server for all its tabs together: a seventh open page with a
 * stream of its own would wait for ever. When the leader closes, another page takes over. Where the
 * browser has no locks (a plain http address other than localhost) every page leads itself.
 */
export function useLeader(): boolean {
  const [leads, setLeads] = useState(false);
  useEffect(() => {
    if (!("locks" in navigator) || !("BroadcastChannel" in window)) {
      setLeads(true);
      return;
    }
    const waiting = new AbortController();
    let release = () => {};
    navigator.locks
      .request(lockName, { signal: waiting.signal }, () => {
        setLeads(true);
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      })
      .catch(() => {
        // Left before it was its turn.
      });
    return () => {
      waiting.abort();
      release();
      setLeads(false);
    };
  }, []);
  return leads;
}
