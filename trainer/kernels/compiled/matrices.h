#pragma once

// GCC 12 names the half-precision instructions of recent processors, and does not compile Eigen's use of them.
#undef __AVX512FP16__
#include <Eigen/Core>

namespace gradiometer {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Matrix = Eigen::Map<RowMajor>;
using ConstMatrix = Eigen::Map<const RowMajor>;
/** Columns of a wider matrix: its rows lie further apart than they are long. */
using Part = Eigen::Map<RowMajor, 0, Eigen::OuterStride<>>;
using ConstPart = Eigen::Map<const RowMajor, 0, Eigen::OuterStride<>>;
using Row = Eigen::Map<Eigen::RowVectorXf>;
using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;

}  // namespace gradiometer
