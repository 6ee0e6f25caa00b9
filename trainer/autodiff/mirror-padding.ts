import type { Tensor, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs does wrong: the gradient of mirrorPad is that of zero padding, the inner part of dy. What
 * flows into the mirrored border is lost, so the first gradient is already wrong.
 * Smallest failing example: d/dx sum(mirrorPad([x0, x1, x2], [[1, 1]], "reflect")) is [1, 3, 1]; stock says
 * [1, 1, 1].
 *
 * The cure: fold each border of dy back, axis by axis: reversed, and added to the inner part where it came from
 * ("reflect" skips the edge itself, "symmetric" repeats it). Composed from slice, reverse, pad and add, so it
 * can be differentiated again.
 *
 * Source: tfjs-core 4.22 `gradients/MirrorPad_grad.ts`; TensorFlow's MirrorPadGrad for the rule.
 */
export function registerMirrorPaddingGradient(tf: Tensorflow): void {
  registerGradient(tf, {
    kernelName: "MirrorPad",
    gradFunc: (dy, _saved, attrs) => {
      const paddings = attrs.paddings as Array<[number, number]>;
      const skipped = attrs.mode === "reflect" ? 1 : 0;
      return {
        x: () => paddings.reduce((folded, padding, axis) => fold(tf, folded, axis, padding, skipped), dy),
      };
    },
  });
}

function fold(
  tf: Tensorflow,
  dy: Tensor,
  axis: number,
  [before, after]: [number, number],
  skipped: number,
): Tensor {
  if (before === 0 && after === 0) return dy;
  const size = dy.shape[axis]! - before - after;
  const part = (start: number, length: number) =>
    tf.slice(
      dy,
      dy.shape.map((_, index) => (index === axis ? start : 0)),
      dy.shape.map((extent, index) => (index === axis ? length : extent)),
    );
  const folded = (border: Tensor, offset: number) =>
    tf.pad(
      tf.reverse(border, axis),
      dy.shape.map((_, index): [number, number] =>
        index === axis ? [offset, size - offset - border.shape[axis]!] : [0, 0],
      ),
    );
  let inner = part(before, size);
  if (before > 0) inner = tf.add(inner, folded(part(0, before), skipped));
  if (after > 0) inner = tf.add(inner, folded(part(before + size, after), size - after - skipped));
  return inner;
}
