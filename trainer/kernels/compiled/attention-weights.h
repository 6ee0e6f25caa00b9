#pragma once

#include <algorithm>
#include <limits>

#include "attention-heads.h"
#include "matrices.h"

namespace gradiometer {

/**
 * A head's A, transposed: a row for each key, so that what goes over the keys of every query is a pass over whole rows,
 * many queries at once. Its functions take plain arrays and no members: the compiler makes vectors of their loops only
 * where it knows that what is written is not what is read.
 */
class Weights {
 public:
  explicit Weights(const Heads& heads)
      : steps(heads.steps), factor(heads.factor), weights(steps, steps), errors(steps, steps), ofQueries(steps) {}

  const RowMajor& transposed(const ConstPart& query, const ConstPart& key, bool causal) {
    weights.noalias() = key * query.transpose();
    if (causal)
      for (int64_t step = 1; step < steps; step += 1)
        weights.row(step).head(step).setConstant(-std::numeric_limits<float>::infinity());
    scale(weights.data(), ofQueries.data(), steps, factor);
    weights = weights.array().exp();
    share(weights.data(), ofQueries.data(), steps);
    return weights;
  }

  /** E transposed, of the weights computed last. */
  const RowMajor& transposedErrors(const ConstPart& error, const ConstPart& value) {
    errors.noalias() = value * error.transpose();
    centre(weights.data(), errors.data(), ofQueries.data(), steps, factor);
    return errors;
  }

 private:
  const int64_t steps;
  const float factor;
  RowMajor weights, errors;
  Eigen::RowVectorXf ofQueries;

  /** (x - the largest of its column) factor. */
  static void scale(float* __restrict scores, float* __restrict largest, int64_t steps, float factor) {
    std::copy(scores, scores + steps, largest);
    for (int64_t key = 1; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1) {
        const float score = scores[key * steps + query];
        largest[query] = score > largest[query] ? score : largest[query];
      }
    for (int64_t key = 0; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1)
        scores[key * steps + query] = (scores[key * steps + query] - largest[query]) * factor;
  }

  /** x over the sum of its column. */
  static void share(float* __restrict weights, float* __restrict sums, int64_t steps) {
    std::copy(weights, weights + steps, sums);
    for (int64_t key = 1; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1) sums[query] += weights[key * steps + query];
    for (int64_t query = 0; query < steps; query += 1) sums[query] = 1 / sums[query];
    for (int64_t key = 0; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1) weights[key * steps + query] *= sums[query];
  }

  static void centre(
      const float* __restrict weights, float* __restrict errors, float* __restrict along, int64_t steps, float factor) {
    std::fill(along, along + steps, 0.0f);
    for (int64_t key = 0; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1)
        along[query] += weights[key * steps + query] * errors[key * steps + query];
    for (int64_t key = 0; key < steps; key += 1)
      for (int64_t query = 0; query < steps; query += 1) {
        const int64_t at = key * steps + query;
        errors[at] = weights[at] * (errors[at] - along[query]) * factor;
      }
  }
};

}  // namespace gradiometer
