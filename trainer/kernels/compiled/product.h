#pragma once

#include <algorithm>
#include <array>

#include "matrices.h"
#include "multiply.h"
#include "operation.h"
#include "targets.h"

namespace gradiometer {

/** left right, of the last two axes, each transposed where asked. Of several matrices, one serves all of the others. */
struct Product {
  static constexpr const char* name = "GradiometerProduct";
  static constexpr std::array<const char*, 2> inputs{"left: float", "right: float"};
  static constexpr std::array<const char*, 2> attributes{"transpose_left: bool", "transpose_right: bool"};

  explicit Product(const Attributes& attributes)
      : transposeLeft(attributes.flag("transpose_left")), transposeRight(attributes.flag("transpose_right")) {}

  void compute(Call& call) const {
    const Stack left(call.input(0)), right(call.input(1));
    float* const result = call.output(shapeOf(left, right));
    if (result) multiplyAll(left, right, result);
  }

 protected:
  struct Stack {
    explicit Stack(const Input& input)
        : values(input.values),
          outer(input.shape.begin(), input.shape.end() - 2),
          rows(input.shape[input.shape.size() - 2]),
          columns(input.columns()),
          count(product(outer, 0, outer.size())) {}

    ConstMatrix at(int64_t index) const {
      return ConstMatrix(values + (count > 1 ? index * rows * columns : 0), rows, columns);
    }

    const float* values;
    Shape outer;
    int64_t rows, columns, count;
  };

  Shape shapeOf(const Stack& left, const Stack& right) const {
    Shape shape = (left.count >= right.count ? left : right).outer;
    shape.push_back(transposeLeft ? left.columns : left.rows);
    shape.push_back(transposeRight ? right.rows : right.columns);
    return shape;
  }

  void multiplyAll(const Stack& left, const Stack& right, float* result) const {
    const int64_t rows = transposeLeft ? left.columns : left.rows;
    const int64_t columns = transposeRight ? right.rows : right.columns;
    for (int64_t index = 0, count = std::max(left.count, right.count); index < count; index += 1) {
      multiply({left.at(index), transposeLeft}, {right.at(index), transposeRight}, result + index * rows * columns);
    }
  }

 private:
  const bool transposeLeft, transposeRight;
};

/** The same, written into its place. */
struct ProductInto : Product {
  static constexpr const char* name = "GradiometerProductInto";
  static constexpr std::array<const char*, 4> attributes{
      "transpose_left: bool", "transpose_right: bool", "target: int", "start: int"};

  explicit ProductInto(const Attributes& attributes) : Product(attributes), place(attributes) {}

  void compute(Call& call) const {
    const Stack left(call.input(0)), right(call.input(1));
    multiplyAll(left, right, place.values());
    call.output(place.values(), shapeOf(left, right));
  }

 private:
  const Place place;
};

}  // namespace gradiometer
