import { setTimeout as delay } from "node:timers/promises";

/** Asks until there is an answer. The limit only ends a test that would hang; no test measures time by it. */
export async function waitFor<Answer>(
  what: string,
  ask: () => Answer | undefined | false | null | Promise<Answer | undefined | false | null>,
  limitMs = 60_000,
): Promise<Answer> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}`);
    await delay(50);
  }
}
