import { tmpdir } from "node:os";
import { afterEach, beforeAll, expect } from "vitest";
import type { BackendName } from "../../db/contract/run-config";
import { chooseBackend } from "../../trainer/backend/choose";
import { tf } from "../../trainer/tensorflow";

/** Runs the tests of a file on one backend, and sees to it that none of them leaks a tensor. */
export function onBackend(name: BackendName = "wasm"): void {
  let before = 0;
  beforeAll(async () => {
    await chooseBackend(tf, { requested: name, home: tmpdir() });
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  });
}
