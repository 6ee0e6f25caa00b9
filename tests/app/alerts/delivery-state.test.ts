import { expect, test } from "vitest";
import { deliveryInWords } from "../../../app/components/alerts/delivery-state";

const delivery = {
  target: "https://hooks.example.org/secret/path?token=1",
  state: "pending" as const,
  attempts: 3,
  lastError: "connection refused",
  nextAttemptAt: 40_000,
};

test("a delivery names its host, never the rest of the address", () => {
  const { words } = deliveryInWords({ ...delivery, state: "delivered" as never }, 0);
  expect(words).toBe("Delivered to hooks.example.org");
});

test("one that waits says how often it was tried, when it is tried again, and what helps", () => {
  expect(deliveryInWords(delivery, 10_000)).toEqual({
    words: "Not yet delivered to hooks.example.org: 3 tries, the next one in 30 s",
    advice: "Connection refused. Check that the receiver runs and that this machine reaches it.",
  });
});

test("one that was refused for its address says where to look", () => {
  const failed = {
    ...delivery,
    state: "failed" as never,
    attempts: 1,
    lastError: "The receiver answered 404",
  };
  expect(deliveryInWords(failed, 0)).toEqual({
    words: "Not delivered to hooks.example.org after 1 try",
    advice: "The receiver answered 404. Check the webhook's address in the settings.",
  });
});
