/**
 * Layer profile: by how much the gradient grows or shrinks with each layer that it is carried back through.
 *
 * Formula: slope of the least-squares line of log10 gradient norm over the layers, counted from the last to the
 * first. -1 says that each layer towards the input gets a tenth of the gradient of the layer after it: vanishing in
 * depth; positive: exploding in depth; 0: every layer learns alike.
 * Source: the growth per layer of Schoenholz et al. 2017; gradient norms by layer as in Glorot & Bengio 2010.
 * Misleads: a layer's norm grows with its number of weights, so a network that narrows has a slope from its shape
 * alone: watch the change. Normalization layers and skip connections bend the line. Layers of gradient 0 are left out,
 * so a network whose first half is dead looks healthy here: see dead units.
 * Cost: one pass over the layers' norms, which are there already.
 *
 * `norms`: from the first layer to the last. undefined with fewer than two layers of finite, positive norm.
 */
export function layerProfile(norms: Float64Array): number | undefined {
  let [count, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let layer = 0; layer < norms.length; layer += 1) {
    const y = Math.log10(norms[layer]!);
    if (!Number.isFinite(y)) continue;
    const x = norms.length - 1 - layer;
    count += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  return count < 2 ? undefined : (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}
