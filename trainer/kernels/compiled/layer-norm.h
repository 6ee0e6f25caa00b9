#pragma once

#include <array>
#include <cmath>

#include "matrices.h"
#include "operation.h"

/** Layer normalization over the last axis (Ba 2016). With m and r a row's mean and 1 / sqrt(variance + epsilon): */
namespace gradiometer {

/** z = (x - m) r of one row. */
class NormalizedRow {
 public:
  NormalizedRow(const float* values, int64_t columns, float epsilon) : values(values, columns) {
    mean = this->values.mean();
    scale = 1 / std::sqrt((this->values.array() - mean).square().mean() + epsilon);
  }
  auto normalized() const { return (values.array() - mean) * scale; }

  float mean, scale;

 private:
  const ConstRow values;
};

/** y = z gain + shift. */
struct LayerNorm {
  static constexpr const char* name = "GradiometerLayerNorm";
  static constexpr std::array<const char*, 3> inputs{"x: float", "gain: float", "shift: float"};
  static constexpr std::array<const char*, 1> attributes{"epsilon: float"};

  explicit LayerNorm(const Attributes& attributes) : epsilon(attributes.number("epsilon")) {}

  void compute(Call& call) const {
    const Input x = call.input(0), gain = call.input(1), shift = call.input(2);
    const int64_t columns = x.columns();
    float* const result = call.output(x.shape);
    if (!result) return;
    const ConstRow factor(gain.values, columns), term(shift.values, columns);
    for (int64_t row = 0, rows = x.rows(); row < rows; row += 1) {
      const NormalizedRow from(x.values + row * columns, columns, epsilon);
      Row(result + row * columns, columns) = from.normalized() * factor.array() + term.array();
    }
  }

 private:
  const float epsilon;
};

/** dx = r (e - mean(e) - z mean(e z)) with e = dy gain. */
struct LayerNormBack {
  static constexpr const char* name = "GradiometerLayerNormBack";
  static constexpr std::array<const char*, 3> inputs{"dy: float", "x: float", "gain: float"};
  static constexpr std::array<const char*, 1> attributes{"epsilon: float"};

  explicit LayerNormBack(const Attributes& attributes) : epsilon(attributes.number("epsilon")) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), x = call.input(1), gain = call.input(2);
    const int64_t columns = x.columns();
    float* const result = call.output(x.shape);
    if (!result) return;
    const ConstRow factor(gain.values, columns);
    for (int64_t row = 0, rows = x.rows(); row < rows; row += 1) {
      const NormalizedRow from(x.values + row * columns, columns, epsilon);
      const auto z = from.normalized();
      Row dx(result + row * columns, columns);
      dx = ConstRow(dy.values + row * columns, columns).array() * factor.array();
      const float mean = dx.mean(), along = (dx.array() * z).mean();
      dx = from.scale * (dx.array() - mean - z * along);
    }
  }

 private:
  const float epsilon;
};

/** dgain = the sum of dy z over all rows. */
struct LayerNormGain {
  static constexpr const char* name = "GradiometerLayerNormGain";
  static constexpr std::array<const char*, 2> inputs{"dy: float", "x: float"};
  static constexpr std::array<const char*, 1> attributes{"epsilon: float"};

  explicit LayerNormGain(const Attributes& attributes) : epsilon(attributes.number("epsilon")) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), x = call.input(1);
    const int64_t columns = x.columns();
    float* const result = call.output({columns});
    if (!result) return;
    Row sum(result, columns);
    sum.setZero();
    for (int64_t row = 0, rows = x.rows(); row < rows; row += 1) {
      const NormalizedRow from(x.values + row * columns, columns, epsilon);
      sum.array() += ConstRow(dy.values + row * columns, columns).array() * from.normalized();
    }
  }

 private:
  const float epsilon;
};

}  // namespace gradiometer
