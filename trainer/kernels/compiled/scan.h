#pragma once

#include <array>
#include <cstring>

#include "matrices.h"
#include "operation.h"

/** Recurrences over the first of three axes, [time, batch, hidden]. */
namespace gradiometer {

/** h_t = tanh(a_t + h_(t-1) W), h before the first step 0. */
struct TanhScan {
  static constexpr const char* name = "GradiometerTanhScan";
  static constexpr std::array<const char*, 2> inputs{"inputs: float", "recurrent: float"};
  static constexpr std::array<const char*, 0> attributes{};

  explicit TanhScan(const Attributes&) {}

  void compute(Call& call) const {
    const Input from = call.input(0), recurrent = call.input(1);
    const int64_t time = from.shape[0], batch = from.shape[1], hidden = from.shape[2], count = batch * hidden;
    float* const result = call.output(from.shape);
    if (!result) return;
    const ConstMatrix weights(recurrent.values, hidden, hidden);
    for (int64_t step = 0; step < time; step += 1) {
      Matrix at(result + step * count, batch, hidden);
      at = ConstMatrix(from.values + step * count, batch, hidden);
      if (step > 0) at.noalias() += ConstMatrix(result + (step - 1) * count, batch, hidden) * weights;
      at = at.array().tanh();
    }
  }
};

/** z_t = (s_t + z_p M) d_t, p the step before t, or after it where the scan goes backward; z before the first is 0. */
struct LinearScan {
  static constexpr const char* name = "GradiometerLinearScan";
  static constexpr std::array<const char*, 3> inputs{"terms: float", "derivative: float", "matrix: float"};
  static constexpr std::array<const char*, 1> attributes{"backward: bool"};

  explicit LinearScan(const Attributes& attributes) : backward(attributes.flag("backward")) {}

  void compute(Call& call) const {
    const Input terms = call.input(0), derivative = call.input(1), matrix = call.input(2);
    const int64_t time = terms.shape[0], batch = terms.shape[1], hidden = terms.shape[2], count = batch * hidden;
    float* const result = call.output(terms.shape);
    if (!result) return;
    const ConstMatrix weights(matrix.values, hidden, hidden);
    for (int64_t index = 0; index < time; index += 1) {
      const int64_t offset = (backward ? time - 1 - index : index) * count;
      const int64_t before = offset + (backward ? count : -count);
      Matrix at(result + offset, batch, hidden);
      at = ConstMatrix(terms.values + offset, batch, hidden);
      if (index > 0) at.noalias() += ConstMatrix(result + before, batch, hidden) * weights;
      at.array() *= ConstMatrix(derivative.values + offset, batch, hidden).array();
    }
  }

 private:
  const bool backward;
};

}  // namespace gradiometer
