import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { type Tensor4D, tf } from "../../../trainer/tensorflow";
import { checkCase, type GradientCase } from "../autodiff/gradient-case";

type Pad = "same" | "valid";
interface Convolution {
  /** Sides of the larger image, the convolution's input. */
  large: [number, number];
  taps: [number, number];
  stride: number;
  pad: Pad;
}

const convolutions: Convolution[] = [
  { large: [8, 12], taps: [4, 4], stride: 2, pad: "same" },
  { large: [8, 6], taps: [3, 5], stride: 2, pad: "same" },
  { large: [7, 5], taps: [4, 3], stride: 2, pad: "same" },
  { large: [7, 5], taps: [3, 3], stride: 1, pad: "same" },
  { large: [9, 7], taps: [3, 3], stride: 2, pad: "valid" },
  { large: [8, 6], taps: [2, 2], stride: 2, pad: "valid" },
  { large: [6, 7], taps: [4, 3], stride: 1, pad: "valid" },
  { large: [9, 6], taps: [4, 4], stride: 3, pad: "same" },
];

const filters = 3;
/** Of the larger image. */
const channels = 1;

/** Smooth and bent, so that second derivatives by the images are not 0. */
const casesOf = ({ large, taps, stride, pad }: Convolution): GradientCase[] => {
  const small = large.map((side, axis) =>
    Math.ceil((pad === "same" ? side : side - taps[axis]! + 1) / stride),
  );
  const name = `${large.join(" x ")}, ${taps.join(" x ")} taps, stride ${stride}, ${pad}`;
  const range: [number, number] = [-0.5, 0.5];
  const filter = [...taps, channels, filters];
  return [
    {
      name: `transposed convolution to ${name}`,
      shapes: [[2, ...small, filters], filter],
      range,
      output: (tf, [x, w]) =>
        tf.tanh(
          tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, [2, ...large, channels], stride, pad) as Tensor4D,
        ),
    },
    {
      name: `convolution of ${name}`,
      shapes: [[2, ...large, channels], filter],
      range,
      output: (tf, [x, w]) => tf.tanh(tf.conv2d(x as Tensor4D, w as Tensor4D, stride, pad)),
    },
  ];
};

/** The kernel is the value of the one and the gradient of the other, and each again in the second order of the other. */
describe.each(["wasm", "node"] as const)(
  "convolutions of one channel and their transposes on %s",
  (backend) => {
    const isInstalled = backend === "wasm" || isNativeInstalled(dataHome(), backend);
    beforeAll(async () => {
      if (isInstalled) await chooseBackend(tf, { requested: backend, home: dataHome() });
    }, 60_000);

    it.skipIf(!isInstalled).each(convolutions.flatMap(casesOf).map((of) => [of.name, of] as const))(
      "%s: first and second derivatives are those of finite differences",
      (_name, of) => {
        for (const { order, outcome, detail, leaked } of checkCase(tf, of))
          expect({ order, outcome, detail, leaked }).toEqual({
            order,
            outcome: "right",
            detail: "",
            leaked: 0,
          });
      },
    );
  },
);
