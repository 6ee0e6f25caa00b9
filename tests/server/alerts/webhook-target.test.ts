import { describe, expect, test } from "vitest";
import { guardedLookup, isPublicAddress, parseWebhookTarget } from "../../../server/alerts/webhook-target";

describe("addresses", () => {
  test.each([
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
  ])("%s is not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("targets", () => {
  test.each([
    ["nonsense", /no address/],
    ["ftp://example.com/x", /http or https/],
    ["file:///etc/passwd", /http or https/],
    ["http://127.0.0.1:9000/", /private or local/],
    ["http://0x7f000001/", /private or local/],
    ["http://2130706433/", /private or local/],
    ["http://[::ffff:169.254.169.254]/latest", /private or local/],
  ])("%s is refused", (target, reason) => {
    expect(() => parseWebhookTarget(target, false)).toThrow(reason);
  });

  test("the operator may allow private ones, but never other schemes", () => {
    expect(parseWebhookTarget("http://127.0.0.1:9000/hook", true).port).toBe("9000");
    expect(() => parseWebhookTarget("file:///etc/passwd", true)).toThrow(/http or https/);
  });

  test("a name that leads inside is refused at the moment of connecting", async () => {
    const look = (allow: boolean) =>
      new Promise((resolve, reject) =>
        guardedLookup(allow)("localhost", { all: true }, (error, addresses) =>
          error ? reject(error) : resolve(addresses),
        ),
      );
    await expect(look(false)).rejects.toThrow(/localhost leads to .* private or local/);
    await expect(look(true)).resolves.not.toHaveLength(0);
  });
});
