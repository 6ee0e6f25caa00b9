import type { BuiltNetwork, Shape } from "../networks/build";
import type { Tensor } from "../tensorflow";
import { tf } from "../tensorflow";
import type { UserCode } from "./user-code";

/** Ends where what a function returned is no tensor of the shape that was expected. */
export function expectShape(
  what: string,
  tensor: unknown,
  expected: readonly (number | null)[],
  culprit: unknown,
  code: UserCode,
): void {
  if (!(tensor instanceof tf.Tensor))
    code.refuse(culprit, `expected ${what} to be a tensor of shape ${text(expected)}, got ${kindOf(tensor)}`);
  const { shape } = tensor as Tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((extent, axis) => extent === null || extent === shape[axis]);
  if (!fits) code.refuse(culprit, `expected ${what} to be of shape ${text(expected)}, got ${text(shape)}`);
}

/** Ends where a class label, read back, is none of 0 .. classes-1: it would count for no class, or for another example. */
export function expectLabels(labels: Tensor, classes: number, culprit: unknown, code: UserCode): void {
  for (const [example, label] of labels.dataSync().entries())
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      code.refuse(
        culprit,
        `expected labels to be whole numbers from 0 to ${classes - 1}, since the network has ${classes} output${classes === 1 ? "" : "s"}, got ${label} for example ${example}`,
      );
}

/** Ends where `create` did not return an object with the functions that its kind needs. */
export function expectParts(
  parts: unknown,
  functions: readonly string[],
  create: unknown,
  code: UserCode,
): void {
  if (typeof parts !== "object" || parts === null || parts instanceof Promise)
    code.refuse(create, `expected create to return an object, got ${kindOf(parts)}`);
  for (const name of functions) {
    const part: unknown = Reflect.get(parts as object, name);
    if (typeof part !== "function")
      code.refuse(create, `expected create to return a function called ${name}, got ${kindOf(part)}`);
  }
}

/** Ends where a network is not one, or is called something else than pages and judgements look for. */
export function expectNetwork(
  what: string,
  built: unknown,
  name: string,
  shapes: { input?: Shape; output?: Shape },
  culprit: unknown,
  code: UserCode,
): void {
  const { network, apply, inputShape, outputShape } = (built ?? {}) as Partial<BuiltNetwork>;
  if (!network || typeof apply !== "function")
    code.refuse(culprit, `expected ${what} to be a network, as setup.build makes one, got ${kindOf(built)}`);
  if (network!.name !== name)
    code.refuse(culprit, `expected ${what} to be called "${name}", got "${network!.name}"`);
  const checked = [
    ["take", shapes.input, inputShape],
    ["give", shapes.output, outputShape],
  ] as const;
  for (const [verb, expected, arrived] of checked)
    if (expected && arrived && text(expected) !== text(arrived))
      code.refuse(culprit, `expected ${what} to ${verb} ${text(expected)}, got ${text(arrived)}`);
}

const text = (shape: Shape) => `[${shape.map((extent) => extent ?? "any").join(", ")}]`;

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (value instanceof Promise) return "a promise: training waits for none";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
