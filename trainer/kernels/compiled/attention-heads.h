#pragma once

#include <array>
#include <cmath>

#include "matrices.h"
#include "operation.h"

namespace gradiometer {

struct AttentionForm {
  static constexpr std::array<const char*, 3> attributes{"steps: int", "heads: int", "causal: bool"};

  explicit AttentionForm(const Attributes& attributes)
      : steps(attributes.integer("steps")), heads(attributes.integer("heads")), causal(attributes.flag("causal")) {}

  const int64_t steps, heads;
  /** Whether a step attends only to itself and what came before. */
  const bool causal;
};

/** The sizes of an attention, and where the parts of one of its heads lie. */
struct Heads {
  Heads(const Input& queryKeyValue, const AttentionForm& form)
      : batch(queryKeyValue.rows() / form.steps),
        steps(form.steps),
        width(queryKeyValue.columns() / 3),
        count(form.heads),
        size(width / count),
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

  const int64_t batch, steps, width, count, size;
  const float factor;
};

}  // namespace gradiometer
