#pragma once

#include "matrices.h"
#include "tiled-product.h"

namespace gradiometer {

/** A matrix as it stands in memory, row by row, and whether it is to be read as its transpose. */
struct Factor {
  ConstMatrix stored;
  bool transposed = false;

  int64_t rows() const { return transposed ? stored.cols() : stored.rows(); }
  int64_t columns() const { return transposed ? stored.rows() : stored.cols(); }
};

/** left right into `result`, row by row, or added to what is there. */
inline void multiply(const Factor& left, const Factor& right, float* result, bool accumulate = false) {
  const int64_t rows = left.rows(), columns = right.columns();
#ifdef GRADIOMETER_TILED_PRODUCT
  if (rows >= tileRows && columns >= tileColumns) {
    const auto strided = [](const Factor& factor) {
      const int64_t width = factor.stored.cols();
      return factor.transposed ? Strided{factor.stored.data(), 1, width} : Strided{factor.stored.data(), width, 1};
    };
    return multiplyInTiles({rows, left.columns(), columns}, strided(left), strided(right), result, accumulate);
  }
#endif
  Matrix to(result, rows, columns);
  const auto put = [&](const auto& product) {
    if (accumulate)
      to.noalias() += product;
    else
      to.noalias() = product;
  };
  if (left.transposed && right.transposed)
    put(left.stored.transpose() * right.stored.transpose());
  else if (left.transposed)
    put(left.stored.transpose() * right.stored);
  else if (right.transposed)
    put(left.stored * right.stored.transpose());
  else
    put(left.stored * right.stored);
}

}  // namespace gradiometer
