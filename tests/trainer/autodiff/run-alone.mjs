import * as tf from "@tensorflow/tfjs";
import { installAutodiffCorrections } from "gradiometer/trainer/autodiff";

/**
 * The corrections as a stranger would use them, by the package's name: a stock tfjs of their own, and nothing of ours
 * but them. Prints the smallest example, d/dx (d/dx x tanh(x))^2 at .5, before and after.
 */
await tf.setBackend("cpu");
const penalty = (x) => tf.square(tf.grad((inner) => tf.mul(inner, tf.tanh(inner)))(x));
const gradient = () => tf.tidy(() => tf.grad(penalty)(tf.scalar(0.5)).dataSync()[0]);

const stock = gradient();
installAutodiffCorrections(tf);
const corrected = gradient();
installAutodiffCorrections(tf);
process.stdout.write(JSON.stringify({ stock, corrected, again: gradient() }));
