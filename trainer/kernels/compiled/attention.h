#pragma once

#include <array>
#include <cmath>
#include <limits>

#include "matrices.h"
#include "operation.h"

/**
 * Scaled dot-product attention with several heads (Vaswani 2017), of queries, keys and values side by side:
 * [batch, steps, 3 width], the width's columns split among the heads. In each head of size d, with A = softmax(Q K^T / sqrt(d)),
 * the result is A V, [batch, steps, width].
 */
namespace gradiometer {

/** The sizes of an attention, and where the parts of one of its heads lie. */
struct Heads {
  Heads(const Input& queryKeyValue, int32_t heads)
      : batch(queryKeyValue.shape[0]),
        steps(queryKeyValue.shape[1]),
        width(queryKeyValue.shape[2] / 3),
        heads(heads),
        size(width / heads),
        factor(1 / std::sqrt(static_cast<float>(size))) {}

  ConstPart query(const float* all, int64_t example, int64_t head) const { return part<ConstPart>(all, example, head, 0); }
  ConstPart key(const float* all, int64_t example, int64_t head) const { return part<ConstPart>(all, example, head, 1); }
  ConstPart value(const float* all, int64_t example, int64_t head) const { return part<ConstPart>(all, example, head, 2); }

  /** Query, key or value of a head: columns of a matrix three widths wide. */
  template <class Map, class Values>
  Map part(Values* all, int64_t example, int64_t head, int64_t which) const {
    Values* const start = all + example * steps * 3 * width + which * width + head * size;
    return Map(start, steps, size, Eigen::OuterStride<>(3 * width));
  }

  /** A head's columns of the result. */
  template <class Map, class Values>
  Map mixed(Values* all, int64_t example, int64_t head) const {
    return Map(all + example * steps * width + head * size, steps, size, Eigen::OuterStride<>(width));
  }

  /** A; causal, a step attends to itself and what came before. */
  void weigh(RowMajor& weights, const ConstPart& query, const ConstPart& key, bool causal) const {
    weights.noalias() = query * key.transpose();
    for (int64_t step = 0; step < steps; step += 1) {
      auto row = weights.row(step).array();
      if (causal) row.tail(steps - step - 1) = -std::numeric_limits<float>::infinity();
      row = ((row - row.maxCoeff()) * factor).exp();
      row /= row.sum();
    }
  }

  const int64_t batch, steps, width, heads, size;
  const float factor;
};

struct Attention {
  static constexpr const char* name = "GradiometerAttention";
  static constexpr std::array<const char*, 1> inputs{"query_key_value: float"};
  static constexpr std::array<const char*, 2> attributes{"heads: int", "causal: bool"};

  explicit Attention(const Attributes& attributes)
      : count(attributes.integer("heads")), causal(attributes.flag("causal")) {}

  void compute(Call& call) const {
    const Input all = call.input(0);
    const Heads heads(all, count);
    float* const result = call.output({heads.batch, heads.steps, heads.width});
    if (!result) return;
    RowMajor weights(heads.steps, heads.steps);
    for (int64_t example = 0; example < heads.batch; example += 1)
      for (int64_t head = 0; head < count; head += 1) {
        heads.weigh(weights, heads.query(all.values, example, head), heads.key(all.values, example, head), causal);
        heads.mixed<Part>(result, example, head).noalias() = weights * heads.value(all.values, example, head);
      }
  }

 private:
  const int32_t count;
  const bool causal;
};

/**
 * The gradient by queries, keys and values at once: dV = A^T dy and, with E = A (dA - the sum of A dA over the row)
 * and dA = dy V^T, dQ = E K / sqrt(d) and dK = E^T Q / sqrt(d).
 */
struct AttentionGrad {
  static constexpr const char* name = "GradiometerAttentionGrad";
  static constexpr std::array<const char*, 2> inputs{"dy: float", "query_key_value: float"};
  static constexpr std::array<const char*, 2> attributes{"heads: int", "causal: bool"};

  explicit AttentionGrad(const Attributes& attributes)
      : count(attributes.integer("heads")), causal(attributes.flag("causal")) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), all = call.input(1);
    const Heads heads(all, count);
    float* const result = call.output(all.shape);
    if (!result) return;
    RowMajor weights(heads.steps, heads.steps), errors(heads.steps, heads.steps);
    for (int64_t example = 0; example < heads.batch; example += 1)
      for (int64_t head = 0; head < count; head += 1) {
        const auto query = heads.query(all.values, example, head), key = heads.key(all.values, example, head);
        const auto error = heads.mixed<ConstPart>(dy.values, example, head);
        heads.weigh(weights, query, key, causal);
        errors.noalias() = error * heads.value(all.values, example, head).transpose();
        heads.part<Part>(result, example, head, 2).noalias() = weights.transpose() * error;
        for (int64_t step = 0; step < heads.steps; step += 1) {
          const float along = weights.row(step).dot(errors.row(step));
          errors.row(step).array() = weights.row(step).array() * (errors.row(step).array() - along) * heads.factor;
        }
        heads.part<Part>(result, example, head, 0).noalias() = errors * key;
        heads.part<Part>(result, example, head, 1).noalias() = errors.transpose() * query;
      }
  }

 private:
  const int32_t count;
  const bool causal;
};

}  // namespace gradiometer
