#pragma once

#include <algorithm>
#include <cmath>

#include "node-api.h"

namespace gradiometer {

/** What an update multiplies by, and what it adds up: the squares of all updates, and of the weights before them. */
struct AdamFactors {
  double beta1, rest1, beta2, rest2, rate, correction, epsilon;
  double updates, weights;
};

/**
 * One update in place, in single precision (optimizers/adam.ts has the formula; rest = 1 - beta): a division and a root
 * of doubles take longer than all memory traffic. The root is taken before the correction is multiplied in, and squares
 * are added up as doubles, so nothing overflows that can be stored.
 */
inline void updateByAdam(
    float* __restrict weights, const float* __restrict gradient, float* __restrict mean, float* __restrict square,
    size_t size, AdamFactors& factors) {
  const float beta1 = factors.beta1, rest1 = factors.rest1, beta2 = factors.beta2, rest2 = factors.rest2;
  const float rate = factors.rate, correction = std::sqrt(factors.correction), epsilon = factors.epsilon;
  constexpr size_t lanes = 16;
  double updates[lanes] = {}, squares[lanes] = {};
  const auto update = [&](size_t index, size_t lane) {
    const float slope = gradient[index], weight = weights[index];
    const float m = beta1 * mean[index] + rest1 * slope;
    const float v = beta2 * square[index] + rest2 * slope * slope;
    const float by = rate * m / (std::sqrt(v) * correction + epsilon);
    mean[index] = m;
    square[index] = v;
    weights[index] = weight - by;
    updates[lane] += static_cast<double>(by) * by;
    squares[lane] += static_cast<double>(weight) * weight;
  };
  const size_t whole = size - size % lanes;
  for (size_t start = 0; start < whole; start += lanes)
    for (size_t lane = 0; lane < lanes; lane += 1) update(start + lane, lane);
  for (size_t index = whole; index < size; index += 1) update(index, 0);
  factors.updates = factors.weights = 0;
  for (size_t lane = 0; lane < lanes; lane += 1) {
    factors.updates += updates[lane];
    factors.weights += squares[lane];
  }
}

/** adam(weights, gradient, mean, meanSquare: Float32Array, factors: Float64Array), its members those of AdamFactors. */
inline napi_value__* adam(napi_env__* env, void* info) {
  size_t count = 5;
  napi_value__* arguments[5] = {};
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  const Array<float> weights(env, arguments[0]), gradient(env, arguments[1]), mean(env, arguments[2]),
      square(env, arguments[3]);
  const Array<AdamFactors> factors(env, arguments[4]);
  if (!factors.values) return nullptr;
  const size_t size = std::min({weights.length, gradient.length, mean.length, square.length});
  updateByAdam(weights.values, gradient.values, mean.values, square.values, size, *factors.values);
  return nullptr;
}

}  // namespace gradiometer
