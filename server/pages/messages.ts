import type { ServerContext } from "../context";

/** What the pages' thread is given of the server's context, and where the server listens. */
export type PagesData = Pick<
  ServerContext,
  "home" | "url" | "version" | "slots" | "backend" | "allowPrivateWebhooks"
> & { host: string; port: number };

/** Where the thread takes requests. */
export interface FromPages {
  kind: "ready";
  address: string;
}
