import { parseArgs } from "node:util";
import { GradiometerError } from "../db/contract/errors";
import { startServer } from "./start-server";

/** The server as a process of its own, for supervisors and tests; people use `gradiometer start`. */
const { values } = parseArgs({
  options: {
    home: { type: "string" },
    host: { type: "string" },
    port: { type: "string" },
    slots: { type: "string" },
    webhook: { type: "string" },
    dev: { type: "boolean" },
    "no-demo": { type: "boolean" },
    "no-pages": { type: "boolean" },
    "allow-private-webhooks": { type: "boolean" },
  },
});

try {
  const server = await startServer({
    home: values.home,
    host: values.host,
    port: values.port === undefined ? undefined : Number(values.port),
    slots: values.slots === undefined ? undefined : Number(values.slots),
    webhook: values.webhook,
    dev: values.dev,
    demo: !values["no-demo"],
    pages: !values["no-pages"],
    allowPrivateWebhooks: values["allow-private-webhooks"],
    token: process.env.GRADIOMETER_TOKEN,
    onStep: (text) => process.stderr.write(`- ${text}\n`),
  });
  process.stdout.write(`${server.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.close().then(() => process.exit(0)));
} catch (error) {
  const message = error instanceof GradiometerError ? error.message : (error as Error).stack;
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
