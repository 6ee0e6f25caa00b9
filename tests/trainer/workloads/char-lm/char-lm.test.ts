import { describe, expect, it } from "vitest";
import { CharLmConfig, RunConfig } from "../../../../db/contract/run-config";
import { weightsOf } from "../../../../trainer/networks/network";
import { randomStream } from "../../../../trainer/random";
import { tf } from "../../../../trainer/tensorflow";
import { bitsPerCharacter, windowsOver } from "../../../../trainer/workloads/char-lm/held-out";
import { languageModel } from "../../../../trainer/workloads/char-lm/network";
import { alphabet, decode, encode, oneHot, textOf } from "../../../../trainer/workloads/char-lm/text";
import { writeWith } from "../../../../trainer/workloads/char-lm/write";
import { onBackend } from "../../on-backend";
import { recordTraining } from "../../protocol/record-training";

onBackend();

const models = ["lstm", "gru", "rnn", "transformer"] as const;

describe("a character language model", () => {
  it.each(models)("never lets a later character change an earlier prediction: %s", (model) => {
    const config = CharLmConfig.parse({ workload: "char-lm", model, width: 8, layers: 2, windowLength: 12 });
    const { network, apply } = languageModel(config, randomStream(0, "init"));
    const logitsOf = (text: string) =>
      tf.tidy(() => {
        const inputs = tf.tensor3d(oneHot(encode(text)), [1, text.length, alphabet.length]);
        return apply(weightsOf(network), inputs).dataSync<"float32">();
      });
    const [one, other] = [logitsOf("the red fox "), logitsOf("the red kin ")];
    const changed = 8 * alphabet.length;
    expect(one.subarray(0, changed)).toEqual(other.subarray(0, changed));
    // The changed character itself is seen at once.
    const next = (logits: Float32Array) => Array.from(logits.subarray(changed, changed + alphabet.length));
    expect(next(one)).not.toEqual(next(other));
  });

  it.each([
    ["lstm", 0.03],
    ["transformer", 0.01],
  ] as const)(
    "learns more than how often each character comes: %s",
    { timeout: 120_000 },
    async (model, rate) => {
      const { end, series, log } = await recordTraining({
        workload: "char-lm",
        model,
        layers: 1,
        width: 16,
        windowLength: 12,
        batchSize: 16,
        textLength: 20_000,
        steps: 80,
        sampleEvery: 80,
        optimizer: { name: "adam", learningRate: rate },
        interventions: [{ name: "clip-global-norm" }],
      });
      expect(end.status).toBe("finished");
      const { characters, bits } = textOf("held-out", 8192);
      const counts = new Map<number, number>();
      for (const place of characters) counts.set(place, (counts.get(place) ?? 0) + 1);
      const unigram = [...counts.values()]
        .map((count) => count / characters.length)
        .reduce((sum, share) => sum - share * Math.log2(share), 0);
      const heldOut = series("bits_per_character/held_out").at(-1)!;
      expect(heldOut).toBeLessThan(0.8 * unigram);
      const floor = series("bits_per_character/floor").at(-1)!;
      expect(floor).toBeCloseTo(bits / (characters.length - 1), 12);
      expect(heldOut).toBeGreaterThan(floor);
      expect(log.at(-1)).toMatch(/^Step 80 writes: [a-z. ]{80}$/);
    },
  );

  it("has heads that share its width, or is refused", () => {
    const config = { workload: "char-lm", model: "transformer", width: 10, heads: 4 };
    expect(RunConfig.safeParse(config).error?.issues[0]).toMatchObject({
      path: ["heads"],
      message: expect.stringContaining("cannot share 10 units"),
    });
    expect(RunConfig.safeParse({ ...config, model: "gru" }).success).toBe(true);
  });
});

describe("bits a character of a held-out text", () => {
  it.each([
    [2, 8],
    [9, 8],
    [10, 8],
    [100, 8],
    [101, 7],
    [50, 1],
  ])(
    "predict each of %d characters once, with windows of %d that leave half of them as context",
    (count, length) => {
      const predicted: number[] = [];
      for (const { start, from, to } of windowsOver(count, length)) {
        expect(to).toBeLessThanOrEqual(length);
        for (let step = from; step < to; step += 1) {
          predicted.push(start + step + 1);
          expect(step + 1).toBeGreaterThanOrEqual(Math.min(length / 2, start + step + 1));
        }
      }
      expect(predicted).toEqual(Array.from({ length: count - 1 }, (_, index) => index + 1));
    },
  );

  it("are those of the model, however its windows lie: a table of pairs says the same at once", () => {
    const { characters } = textOf("held-out", 500);
    const size = alphabet.length;
    const table = randomStream(5, "table").fillNormal(new Float32Array(size * size), 2);
    const rowOf = (place: number) => table.subarray(place * size, (place + 1) * size);
    const measured = bitsPerCharacter(characters, 16, (windows) => {
      const logits = new Float32Array(windows.length * 16 * size);
      let row = 0;
      for (const window of windows)
        for (const place of window) {
          logits.set(rowOf(place), row * size);
          row += 1;
        }
      return logits;
    });
    let bits = 0;
    for (let index = 1; index < characters.length; index += 1) {
      const row = rowOf(characters[index - 1]!);
      const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      bits -= Math.log2(Math.exp(row[characters[index]!]!) / total);
    }
    expect(measured).toBeCloseTo(bits / (characters.length - 1), 6);
  });
});

describe("the texts", () => {
  it("are the same in every run, differ from each other, and begin after a sentence", () => {
    const [training, heldOut] = [textOf("training", 1000), textOf("held-out", 1000)];
    expect(decode(training.characters)).toBe(decode(textOf("training", 1000).characters));
    expect(decode(training.characters)).not.toBe(decode(heldOut.characters));
    for (const { characters } of [training, heldOut]) {
      expect(decode(characters)).toMatch(/^ [a-z. ]+\. $/);
      expect(encode(decode(characters))).toEqual(characters);
    }
  });

  it("are written by drawing each character by its probability", () => {
    const size = alphabet.length;
    // After each character the next one of the alphabet, but for "d", which may be followed by "e" or "f".
    const logitsAfter = (seen: Uint8Array) => {
      const logits = new Float32Array(size).fill(-100);
      const last = seen.at(-1)!;
      logits[(last + 1) % size] = Math.log(0.25);
      logits[(last + (alphabet[last] === "d" ? 2 : 1)) % size] = Math.log(0.75);
      return logits;
    };
    const text = writeWith(logitsAfter, {
      length: 20_000,
      windowLength: 4,
      random: randomStream(0, "write"),
    });
    expect(text).toHaveLength(20_000);
    const pairs = text.match(/d./g)!;
    expect(new Set(pairs)).toEqual(new Set(["de", "df"]));
    expect(pairs.filter((pair) => pair === "df").length / pairs.length).toBeCloseTo(0.75, 1);
    expect(text.match(/a./g)!.every((pair) => pair === `a${alphabet[alphabet.indexOf("a") + 1]}`)).toBe(true);
  });
});
