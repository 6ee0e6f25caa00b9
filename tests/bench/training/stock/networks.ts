import type { Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs";
import type { Stock } from "../../bare/stock";
import { integers, uniform } from "../speed";
import { criticSlope, penaltyCoefficient, type Task, type TaskOf } from "../tasks";

/** A net as a reader of the TensorFlow.js guide writes it. */
export interface StockNet {
  variables: Variable[];
  loss(): Scalar;
}

export function createStockNet(tf: Stock, task: Task): StockNet {
  const write = new StockWriter(tf);
  if (task.kind === "mlp-critic") return write.mlpCritic(task);
  if (task.kind === "conv-critic") return write.convCritic(task);
  if (task.kind === "rnn") return write.rnn(task);
  if (task.kind === "transformer") return write.transformer(task);
  return write.mlp(task);
}

class StockWriter {
  readonly variables: Variable[] = [];
  constructor(readonly tf: Stock) {}

  mlpCritic({ inputs, units, hiddenLayers, batch }: TaskOf<"mlp-critic">): StockNet {
    const layers = this.denseLayers([inputs, ...new Array<number>(hiddenLayers).fill(units), 1]);
    const apply = (samples: Tensor) =>
      this.applyDense(layers, samples, (x) => this.tf.leakyRelu(x, criticSlope));
    return this.critic(apply, [batch, inputs]);
  }

  convCritic({ side, channels, batch }: TaskOf<"conv-critic">): StockNet {
    const { tf } = this;
    const first = this.layer([4, 4, 1, channels]);
    const second = this.layer([4, 4, channels, 2 * channels]);
    const output = this.layer([(side / 4) ** 2 * 2 * channels, 1]);
    const convolve = (x: Tensor, [filter, bias]: Variable[]) =>
      tf.leakyRelu(
        tf.add(tf.conv2d(x as Tensor4D, filter as Tensor4D, 2, "same"), bias as Variable),
        criticSlope,
      );
    const apply = (samples: Tensor) => {
      const small = convolve(convolve(samples, first), second);
      return this.dense(tf.reshape(small, [samples.shape[0] as number, -1]), output);
    };
    return this.critic(apply, [batch, side, side, 1]);
  }

  rnn({ time, inputs, hidden, classes, batch }: TaskOf<"rnn">): StockNet {
    const { tf } = this;
    const input = this.layer([inputs, hidden]);
    const recurrent = this.variable([hidden, hidden]);
    const output = this.layer([hidden, classes]);
    const sequence = uniform(time * batch * inputs);
    const targets = integers(batch, classes);
    const loss = () => {
      const rows = tf.unstack(
        tf.reshape(this.dense(tf.tensor2d(sequence, [time * batch, inputs]), input), [time, batch, hidden]),
      );
      let state = tf.zeros([batch, hidden]);
      for (const row of rows)
        state = tf.tanh(tf.add(row, tf.matMul(state as Tensor2D, recurrent as unknown as Tensor2D)));
      return this.crossEntropy(this.dense(state, output), targets, classes);
    };
    return { variables: this.variables, loss };
  }

  mlp({ inputs, units, hiddenLayers, classes, batch }: TaskOf<"mlp">): StockNet {
    const { tf } = this;
    const layers = this.denseLayers([inputs, ...new Array<number>(hiddenLayers).fill(units), classes]);
    const samples = uniform(batch * inputs);
    const targets = integers(batch, classes);
    const loss = () => {
      const logits = this.applyDense(layers, tf.tensor2d(samples, [batch, inputs]), tf.relu);
      return this.crossEntropy(logits, targets, classes);
    };
    return { variables: this.variables, loss };
  }

  transformer({ layers, width, heads, length, vocabulary, batch }: TaskOf<"transformer">): StockNet {
    const { tf } = this;
    const tokens = integers(batch * length, vocabulary);
    const targets = integers(batch * length, vocabulary);
    const embedding = this.variable([vocabulary, width]);
    const positions = this.variable([length, width]);
    const blocks = Array.from({ length: layers }, () => ({
      norm1: this.norm(width),
      mix: this.layer([width, 3 * width]),
      project: this.layer([width, width]),
      norm2: this.norm(width),
      widen: this.layer([width, 4 * width]),
      narrow: this.layer([4 * width, width]),
    }));
    const norm = this.norm(width);
    const readOut = this.layer([width, vocabulary]);
    const size = width / heads;
    const future = tf.tensor2d(
      Float32Array.from({ length: length * length }, (_, index) =>
        index % length > Math.floor(index / length) ? -1e9 : 0,
      ),
      [length, length],
    );

    const normalize = (x: Tensor, [scale, shift]: Variable[]) => {
      const { mean, variance } = tf.moments(x, -1, true);
      const centred = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(centred, scale as Variable), shift as Variable);
    };
    const attend = (x: Tensor, mix: Variable[], project: Variable[]) => {
      const parts = tf.split(this.dense(x, mix), 3, 1);
      const [q, k, v] = parts.map((part) =>
        tf.transpose(tf.reshape(part, [batch, length, heads, size]), [0, 2, 1, 3]),
      ) as [Tensor, Tensor, Tensor];
      const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size)), future);
      const mixed = tf.transpose(tf.matMul(tf.softmax(scores), v), [0, 2, 1, 3]);
      return this.dense(tf.reshape(mixed, [batch * length, width]), project);
    };
    const loss = () => {
      const ids = tf.tensor1d(tokens, "int32");
      const embedded = tf.reshape(tf.gather(embedding as Tensor, ids), [batch, length, width]);
      let x = tf.reshape(tf.add(embedded, positions), [batch * length, width]) as Tensor;
      for (const { norm1, mix, project, norm2, widen, narrow } of blocks) {
        x = tf.add(x, attend(normalize(x, norm1), mix, project));
        x = tf.add(x, this.dense(tf.relu(this.dense(normalize(x, norm2), widen)), narrow));
      }
      return this.crossEntropy(this.dense(normalize(x, norm), readOut), targets, vocabulary);
    };
    return { variables: this.variables, loss };
  }

  /** WGAN-GP: E D(G(z)) - E D(x) + lambda E (norm(grad D) - 1)^2 between both. */
  private critic(apply: (samples: Tensor) => Tensor, shape: number[]): StockNet {
    const { tf } = this;
    const [batch] = shape as [number];
    const size = shape.reduce((product, extent) => product * extent, 1);
    const [reals, fakes] = [uniform(size), uniform(size)];
    const loss = () => {
      const [real, fake] = [tf.tensor(reals, shape), tf.tensor(fakes, shape)];
      const [realScores, fakeScores] = tf.split(apply(tf.concat([real, fake])), 2) as [Tensor, Tensor];
      const share = tf.randomUniform([batch, ...shape.slice(1).map(() => 1)]);
      const between = tf.add(fake, tf.mul(share, tf.sub(real, fake)));
      const slopes = tf.grad((x: Tensor) => tf.sum(apply(x)))(between);
      const norms = tf.sqrt(tf.add(tf.sum(tf.square(tf.reshape(slopes, [batch, -1])), 1), 1e-12));
      const penalty = tf.mul(penaltyCoefficient, tf.mean(tf.square(tf.sub(norms, 1))));
      return tf.add(tf.sub(tf.mean(fakeScores), tf.mean(realScores)), penalty) as Scalar;
    };
    return { variables: this.variables, loss };
  }

  private crossEntropy(logits: Tensor, targets: Int32Array, classes: number): Scalar {
    const { tf } = this;
    const chosen = tf.cast(tf.oneHot(tf.tensor1d(targets, "int32"), classes), "float32");
    return tf.neg(tf.mean(tf.sum(tf.mul(chosen, tf.logSoftmax(logits)), 1))) as Scalar;
  }

  private variable(shape: number[], bound = 1 / Math.sqrt(shape[0] as number)): Variable {
    const made = this.tf.variable(this.tf.randomUniform(shape, -bound, bound));
    this.variables.push(made);
    return made;
  }

  private layer(shape: number[]): Variable[] {
    const bound = 1 / Math.sqrt(shape.slice(0, -1).reduce((product, extent) => product * extent, 1));
    return [this.variable(shape, bound), this.variable([shape.at(-1) as number], bound)];
  }

  private norm(width: number): Variable[] {
    return [this.variable([width]), this.variable([width])];
  }

  private denseLayers(sizes: number[]): Variable[][] {
    return sizes.slice(1).map((units, index) => this.layer([sizes[index] as number, units]));
  }

  private dense(x: Tensor, [weight, bias]: Variable[]): Tensor {
    return this.tf.add(this.tf.matMul(x as Tensor2D, weight as unknown as Tensor2D), bias as Variable);
  }

  private applyDense(layers: Variable[][], input: Tensor, activate: (x: Tensor) => Tensor): Tensor {
    return layers.reduce((x, layer, index) => this.dense(index > 0 ? activate(x) : x, layer), input);
  }
}
