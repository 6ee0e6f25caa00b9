/**
 * Input gradients of an MLP and of a vanilla RNN in float64, with the chain rule written out, as an independent
 * second computation. Weights are flat arrays in the order of the tensors; matrices are row-major.
 */

/** sum of out = w2 . tanh(W1^T tanh(W0^T x + b0) + b1); returns sum over the batch of |d out/dx|^2. */
export function mlpPenalty(
  x: number[][],
  [w0, b0, w1, b1, w2]: number[][],
  [inputs, first, second]: [number, number, number],
): number {
  let penalty = 0;
  for (const row of x) {
    const h0 = layer(row, w0!, b0!, inputs, first);
    const h1 = layer(h0, w1!, b1!, first, second);
    const d1 = h1.map((h, unit) => (1 - h * h) * w2![unit]!);
    const d0 = h0.map((h, unit) => (1 - h * h) * dot(d1, (to) => w1![unit * second + to]!));
    const dx = row.map((_, input) => dot(d0, (to) => w0![input * first + to]!));
    penalty += dx.reduce((sum, value) => sum + value * value, 0);
  }
  return penalty;
}

/**
 * h_t = tanh(x_t W + h_(t-1) R + b), logits = h_T O, loss = -log softmax(logits)[label], summed over the batch.
 * Returns sum of |d loss/dx|^2 over all steps and examples, by back-propagation through time.
 */
export function rnnPenalty(
  x: number[][][],
  labels: number[],
  [w, r, b, o]: number[][],
  [inputs, hidden, classes]: [number, number, number],
): number {
  let penalty = 0;
  for (const [example, steps] of x.entries()) {
    const states = [new Array<number>(hidden).fill(0)];
    for (const step of steps) {
      const previous = states.at(-1)!;
      states.push(
        previous.map((_, unit) =>
          Math.tanh(
            b![unit]! +
              dot(step, (from) => w![from * hidden + unit]!) +
              dot(previous, (from) => r![from * hidden + unit]!),
          ),
        ),
      );
    }
    const logits = Array.from({ length: classes }, (_, to) =>
      dot(states.at(-1)!, (from) => o![from * classes + to]!),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const errors = logits.map((logit, to) => Math.exp(logit) / total - (to === labels[example] ? 1 : 0));
    let dh = states.at(-1)!.map((_, from) => dot(errors, (to) => o![from * classes + to]!));
    for (let time = steps.length; time >= 1; time -= 1) {
      const da = states[time]!.map((h, unit) => (1 - h * h) * dh[unit]!);
      for (let input = 0; input < inputs; input += 1)
        penalty += dot(da, (unit) => w![input * hidden + unit]!) ** 2;
      dh = da.map((_, from) => dot(da, (to) => r![from * hidden + to]!));
    }
  }
  return penalty;
}

/** Every partial derivative of `f` by central differences; in float64 good to about 1e-8. */
export function differences(f: (weights: number[][]) => number, weights: number[][]): number[][] {
  const step = 1e-5;
  return weights.map((tensor, index) =>
    tensor.map((value, position) => {
      const at = (moved: number) =>
        f(weights.map((other, i) => (i === index ? other.with(position, moved) : other)));
      return (at(value + step) - at(value - step)) / (2 * step);
    }),
  );
}

function layer(x: number[], w: number[], b: number[], from: number, to: number): number[] {
  if (x.length !== from) throw new Error(`Expected ${from} inputs, got ${x.length}`);
  return Array.from({ length: to }, (_, unit) =>
    Math.tanh(b[unit]! + dot(x, (input) => w[input * to + unit]!)),
  );
}

function dot(values: number[], factor: (index: number) => number): number {
  return values.reduce((sum, value, index) => sum + value * factor(index), 0);
}
