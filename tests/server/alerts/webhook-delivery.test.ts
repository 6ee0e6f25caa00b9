import { describe, expect, test, vi } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { listAlerts } from "../../../db/store/alerts/alerts";
import { isGivenUp, retryDelayMs } from "../../../server/alerts/retry-delay";
import { sendWebhook, statusProblem } from "../../../server/alerts/send-webhook";
import { freshDatabase, freshHome } from "../../setup/database";
import { client } from "../support/client";
import { recordRun, spikedNorms } from "../support/record";
import { serverHere, serverProcess } from "../support/servers";
import { waitFor } from "../support/wait-for";
import { webhookReceiver } from "../support/webhook-receiver";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

const allow = ["--allow-private-webhooks"];

/** A run with one spike: two alerts, when it opens and when it ends. */
function recordSpike(home: string): string {
  const db = openDatabase(databaseFile(home));
  const run = recordRun(db);
  run.append(spikedNorms(900, 600, 620));
  run.end("finished");
  db.close();
  return run.id;
}

describe("delivery", () => {
  test("a receiver that is down at first gets each alert once it is up, over a kill -9 of the server", async () => {
    const receiver = await webhookReceiver();
    await receiver.down();
    const home = freshHome();
    const first = await serverProcess(home, ["--webhook", receiver.url, ...allow]);
    const runId = recordSpike(home);
    const watching = freshDatabase(home);
    await waitFor("two failed tries", () =>
      listAlerts(watching).some(({ deliveries }) => (deliveries[0]?.attempts ?? 0) >= 2),
    );
    const [waiting] = listAlerts(watching).flatMap(({ deliveries }) => deliveries);
    expect(waiting).toMatchObject({ state: "pending" });
    await first.end("SIGKILL");
    await receiver.up();
    const second = await serverProcess(home, allow);
    await waitFor("both deliveries", () =>
      listAlerts(watching).every(({ deliveries }) => deliveries.every(({ state }) => state === "delivered")),
    );
    expect(receiver.received.map(({ body }) => body.event)).toEqual(["opened", "ended"]);
    const [opened, ended] = receiver.received;
    expect(opened?.body).toMatchObject({
      episode: { kind: "exploding_gradient", series: "gradient_norm/rnn", startStep: 600 },
      run: { id: runId, workload: "temporal-order-rnn", seed: 0 },
      url: `${second.url}/runs/${runId}`,
    });
    expect(opened?.headers["idempotency-key"]).not.toBe(ended?.headers["idempotency-key"]);
  });

  test("an answer that is no success is tried again under the same key; a redirect is not followed", async () => {
    const receiver = await webhookReceiver();
    await receiver.up(302);
    const home = freshHome();
    const { url } = await serverHere(home, { webhook: receiver.url, allowPrivateWebhooks: true });
    recordSpike(home);
    const failed = await waitFor("a failed try", async () =>
      (await client(url).alerts.list.query())
        .flatMap(({ deliveries }) => deliveries)
        .find((it) => it.lastError),
    );
    expect(failed.lastError).toMatch(/302.*redirects are not followed/);
    await receiver.up(200);
    await waitFor("both deliveries", async () =>
      (await client(url).alerts.list.query()).every(({ deliveries }) =>
        deliveries.every(({ state }) => state === "delivered"),
      ),
    );
    const keys = receiver.received
      .filter(({ body }) => body.event === "opened")
      .map(({ headers }) => headers["idempotency-key"]);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test("a private address is refused in the settings, and never reached without the operator's flag", async () => {
    const receiver = await webhookReceiver();
    const { url } = await serverHere(freshHome());
    const { settings } = client(url);
    await expect(settings.set.mutate({ webhookUrl: receiver.url })).rejects.toThrow(
      /--allow-private-webhooks/,
    );
    const byName = receiver.url.replace("127.0.0.1", "localhost");
    await settings.set.mutate({ webhookUrl: byName });
    expect(await settings.testWebhook.mutate()).toMatchObject({
      ok: false,
      error: expect.stringMatching(/localhost leads to .* private or local/),
    });
    expect(receiver.received).toEqual([]);
  });

  test("the test button says what the receiver answered", async () => {
    const receiver = await webhookReceiver();
    const { url } = await serverHere(freshHome(), { allowPrivateWebhooks: true });
    const { settings } = client(url);
    await expect(settings.testWebhook.mutate()).rejects.toThrow(/No webhook is set/);
    await settings.set.mutate({ webhookUrl: receiver.url });
    expect(await settings.testWebhook.mutate()).toEqual({ ok: true, status: 200 });
    expect(receiver.received[0]?.body).toMatchObject({ event: "test" });
    await receiver.up(500);
    expect(await settings.testWebhook.mutate()).toMatchObject({ ok: false, status: 500 });
    await receiver.down();
    expect(await settings.testWebhook.mutate()).toMatchObject({
      ok: false,
      error: expect.stringMatching(/connection refused/),
    });
  });

  test("alerts that wait follow the webhook to its new address, and end where it is switched off", async () => {
    const receiver = await webhookReceiver();
    const home = freshHome();
    const { url } = await serverHere(home, { webhook: "http://127.0.0.1:9/", allowPrivateWebhooks: true });
    const { settings, alerts } = client(url);
    recordSpike(home);
    await waitFor("a failed try", async () =>
      (await alerts.list.query()).some(({ deliveries }) => deliveries[0]?.lastError),
    );
    await settings.set.mutate({ webhookUrl: receiver.url });
    await waitFor("both alerts", () => receiver.received.length === 2);
    await receiver.down();
    recordSpike(home);
    await waitFor(
      "two more alerts",
      async () => (await alerts.list.query()).flatMap(({ deliveries }) => deliveries).length === 4,
    );
    expect((await settings.set.mutate({ webhookUrl: "" })).webhookUrl).toBeNull();
    const states = (await alerts.list.query()).flatMap(({ deliveries }) =>
      deliveries.map(({ state }) => state),
    );
    expect(states.sort()).toEqual(["delivered", "delivered", "failed", "failed"]);
  });
});

test("a receiver that never answers is given up after the time limit", async () => {
  const { createServer } = await import("node:net");
  const silent = createServer(() => {});
  const port = await new Promise<number>((resolve) =>
    silent.listen(0, "127.0.0.1", () => resolve((silent.address() as { port: number }).port)),
  );
  const sending = sendWebhook(
    { id: "1", target: `http://127.0.0.1:${port}/`, body: {} },
    { allowPrivate: true, timeoutMs: 50 },
  );
  await expect(sending).rejects.toThrow(/no answer within 0.05 s/);
  silent.close();
});

test("retries back off from 1 s to 5 min, spread over the upper half, and end after a week", () => {
  const never = () => 0;
  const most = () => 0.999999;
  expect([1, 2, 3, 9, 10, 1000].map((attempts) => retryDelayMs(attempts, never))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ]);
  expect(retryDelayMs(1, most)).toBe(500);
  const week = 7 * 24 * 3_600_000;
  expect([isGivenUp(0, week), isGivenUp(0, week + 1)]).toEqual([false, true]);
});

test("only 2xx is success", () => {
  expect([200, 204, 301, 404, 500].map((status) => statusProblem(status) === undefined)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
