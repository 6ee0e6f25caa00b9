import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON was sent
  body: any;
}

/** A receiver that can be down: then its port refuses connections, and comes back as the same one. */
export async function webhookReceiver() {
  const received: Received[] = [];
  let status = 200;
  let server: Server | undefined;
  let port = 0;

  async function up(answer = 200): Promise<void> {
    status = answer;
    if (server) return;
    server = createServer((req, res) => {
      let text = "";
      req.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      req.on("end", () => {
        received.push({ headers: req.headers, body: JSON.parse(text) });
        res.writeHead(status, status === 302 ? { location: "http://127.0.0.1:9/elsewhere" } : {}).end();
      });
    });
    await new Promise<void>((listening) => server?.listen(port, "127.0.0.1", listening));
    port = (server.address() as AddressInfo).port;
  }
  async function down(): Promise<void> {
    const closing = server;
    server = undefined;
    await new Promise((closed) => (closing ? closing.close(closed) : closed(undefined)));
  }
  await up();
  onTestFinished(down);
  return { received, up, down, url: `http://127.0.0.1:${port}/hook` };
}
