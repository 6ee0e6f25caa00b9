#pragma once

#include <array>
#include <cmath>

#include "matrices.h"
#include "operation.h"

/** Cross-entropy of each row of logits x with its row of probabilities t, in nats: -the sum of t log softmax(x). */
namespace gradiometer {

/** [rows, classes], [rows, classes] -> [rows]. */
struct CrossEntropies {
  static constexpr const char* name = "GradiometerCrossEntropies";
  static constexpr std::array<const char*, 2> inputs{"logits: float", "targets: float"};
  static constexpr std::array<const char*, 0> attributes{};

  explicit CrossEntropies(const Attributes&) {}

  void compute(Call& call) const {
    const Input logits = call.input(0), targets = call.input(1);
    const int64_t classes = logits.columns();
    float* const result = call.output({logits.rows()});
    if (!result) return;
    for (int64_t row = 0, rows = logits.rows(); row < rows; row += 1) {
      const ConstRow x(logits.values + row * classes, classes), t(targets.values + row * classes, classes);
      const float largest = x.maxCoeff(), normalizer = largest + std::log((x.array() - largest).exp().sum());
      result[row] = (t.array() * (normalizer - x.array())).sum();
    }
  }
};

/** By the logits: dy (softmax(x) the sum of t - t). */
struct CrossEntropiesGrad {
  static constexpr const char* name = "GradiometerCrossEntropiesGrad";
  static constexpr std::array<const char*, 3> inputs{"dy: float", "logits: float", "targets: float"};
  static constexpr std::array<const char*, 0> attributes{};

  explicit CrossEntropiesGrad(const Attributes&) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), logits = call.input(1), targets = call.input(2);
    const int64_t classes = logits.columns();
    float* const result = call.output(logits.shape);
    if (!result) return;
    for (int64_t row = 0, rows = logits.rows(); row < rows; row += 1) {
      const ConstRow x(logits.values + row * classes, classes), t(targets.values + row * classes, classes);
      Row dx(result + row * classes, classes);
      dx = (x.array() - x.maxCoeff()).exp();
      dx = dy.values[row] * (dx.array() * (t.sum() / dx.sum()) - t.array());
    }
  }
};

}  // namespace gradiometer
