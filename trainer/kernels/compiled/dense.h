#pragma once

#include <array>

#include "matrices.h"
#include "multiply.h"
#include "operation.h"
#include "targets.h"

namespace gradiometer {

/** rectify(input weight + bias, slope): [rows, inputs], [inputs, units], [units] -> [rows, units]. */
struct Dense {
  static constexpr const char* name = "GradiometerDense";
  static constexpr std::array<const char*, 3> inputs{"input: float", "weight: float", "bias: float"};
  static constexpr std::array<const char*, 1> attributes{"slope: float"};

  explicit Dense(const Attributes& attributes) : slope(attributes.number("slope")) {}

  void compute(Call& call) const {
    const Input input = call.input(0), weight = call.input(1), bias = call.input(2);
    const int64_t rows = input.rows(), units = weight.columns();
    float* const result = call.output({rows, units});
    if (!result) return;
    const ConstMatrix left(input.values, rows, input.columns()), right(weight.values, input.columns(), units);
    multiply({left}, {right}, result);
    for (int64_t row = 0; row < rows; row += 1) finish(result + row * units, bias.values, units, slope);
  }

 private:
  const float slope;

  /** Not by the member: what is written might be it, for all that the compiler knows, and it would not vectorize. */
  static void finish(float* __restrict values, const float* __restrict bias, int64_t units, float slope) {
    if (slope == 1)
      for (int64_t unit = 0; unit < units; unit += 1) values[unit] += bias[unit];
    else
      for (int64_t unit = 0; unit < units; unit += 1) {
        const float sum = values[unit] + bias[unit], sloped = slope * sum;
        values[unit] = sum < 0 ? sloped : sum;
      }
  }
};

/** dy where the rectifier's output y is positive, slope dy elsewhere. */
struct RectifyGrad {
  static constexpr const char* name = "GradiometerRectifyGrad";
  static constexpr std::array<const char*, 2> inputs{"dy: float", "y: float"};
  static constexpr std::array<const char*, 1> attributes{"slope: float"};

  explicit RectifyGrad(const Attributes& attributes) : slope(attributes.number("slope")) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), y = call.input(1);
    float* const result = call.output(dy.shape);
    if (!result) return;
    compute(dy.values, y.values, result, dy.size(), slope);
  }

 private:
  const float slope;

  static void compute(
      const float* __restrict dy, const float* __restrict y, float* __restrict dx, int64_t size, float slope) {
    for (int64_t index = 0; index < size; index += 1) {
      const float sloped = slope * dy[index];
      dx[index] = y[index] > 0 ? dy[index] : sloped;
    }
  }
};

/** The sum over the leading axes, as many as named: a bias's gradient. */
struct ColumnSums {
  static constexpr const char* name = "GradiometerColumnSums";
  static constexpr std::array<const char*, 1> inputs{"x: float"};
  static constexpr std::array<const char*, 1> attributes{"axes: int"};

  explicit ColumnSums(const Attributes& attributes) : axes(attributes.integer("axes")) {}

  void compute(Call& call) const {
    const Input x = call.input(0);
    float* const result = call.output(shapeOf(x));
    if (result) sum(x, result);
  }

 protected:
  Shape shapeOf(const Input& x) const { return Shape(x.shape.begin() + axes, x.shape.end()); }

  void sum(const Input& x, float* result) const {
    const Shape kept = shapeOf(x);
    const int64_t columns = product(kept, 0, kept.size()), rows = x.size() / columns;
    Row(result, columns) = ConstMatrix(x.values, rows, columns).colwise().sum();
  }

 private:
  const int32_t axes;
};

/** The same, written into its place. */
struct ColumnSumsInto : ColumnSums {
  static constexpr const char* name = "GradiometerColumnSumsInto";
  static constexpr std::array<const char*, 3> attributes{"axes: int", "target: int", "start: int"};

  explicit ColumnSumsInto(const Attributes& attributes) : ColumnSums(attributes), place(attributes) {}

  void compute(Call& call) const {
    const Input x = call.input(0);
    sum(x, place.values());
    call.output(place.values(), shapeOf(x));
  }

 private:
  const Place place;
};

}  // namespace gradiometer
