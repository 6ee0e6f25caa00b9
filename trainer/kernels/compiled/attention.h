#pragma once

#include <array>

#include "attention-heads.h"
#include "attention-weights.h"
#include "matrices.h"
#include "operation.h"

/**
 * Scaled dot-product attention with several heads (Vaswani 2017), of queries, keys and values side by side:
 * [batch steps, 3 width], sequence after sequence, the width's columns split among the heads. In each head of size d, with
 * A = softmax(Q K^T / sqrt(d)), the result is A V, [batch steps, width].
 */
namespace gradiometer {

struct Attention {
  static constexpr const char* name = "GradiometerAttention";
  static constexpr std::array<const char*, 1> inputs{"query_key_value: float"};
  static constexpr auto attributes = AttentionForm::attributes;

  explicit Attention(const Attributes& attributes) : form(attributes) {}

  void compute(Call& call) const {
    const Input all = call.input(0);
    const Heads heads(all, form);
    float* const result = call.output({all.rows(), heads.width});
    if (!result) return;
    Weights weights(heads);
    for (int64_t example = 0; example < heads.batch; example += 1)
      for (int64_t head = 0; head < heads.count; head += 1) {
        const auto query = heads.query(all.values, example, head), key = heads.key(all.values, example, head);
        heads.mixed<Part>(result, example, head).noalias() =
            weights.transposed(query, key, form.causal).transpose() * heads.value(all.values, example, head);
      }
  }

 private:
  const AttentionForm form;
};

/**
 * The gradient by queries, keys and values at once: dV = A^T dy and, with E = A (dA - the sum of A dA over the row)
 * and dA = dy V^T, dQ = E K / sqrt(d) and dK = E^T Q / sqrt(d).
 */
struct AttentionGrad {
  static constexpr const char* name = "GradiometerAttentionGrad";
  static constexpr std::array<const char*, 2> inputs{"dy: float", "query_key_value: float"};
  static constexpr auto attributes = AttentionForm::attributes;

  explicit AttentionGrad(const Attributes& attributes) : form(attributes) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), all = call.input(1);
    const Heads heads(all, form);
    float* const result = call.output(all.shape);
    if (!result) return;
    Weights weights(heads);
    for (int64_t example = 0; example < heads.batch; example += 1)
      for (int64_t head = 0; head < heads.count; head += 1) {
        const auto query = heads.query(all.values, example, head), key = heads.key(all.values, example, head);
        const auto error = heads.mixed<ConstPart>(dy.values, example, head);
        heads.part<Part>(result, example, head, 2).noalias() = weights.transposed(query, key, form.causal) * error;
        const auto& errors = weights.transposedErrors(error, heads.value(all.values, example, head));
        heads.part<Part>(result, example, head, 0).noalias() = errors.transpose() * key;
        heads.part<Part>(result, example, head, 1).noalias() = errors * query;
      }
  }

 private:
  const AttentionForm form;
};

}  // namespace gradiometer
