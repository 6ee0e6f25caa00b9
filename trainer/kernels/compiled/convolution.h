#pragma once

#include <array>

#include "multiply.h"
#include "operation.h"
#include "patches.h"

/**
 * Convolutions as products of matrices (Chellapilla et al. 2006): with P(x) the patches that the filter sees, one row
 * for each of its places, y = P(x) W, dW = P(x)^T dy and dx = P^T(dy W^T), where P^T adds each patch to where it came
 * from. Images are [count, height, width, channels], filters [height, width, channels, filters].
 */
namespace gradiometer {

/** What the three have in common: how far the filter goes at a time, and how many zeros are before the image. */
struct Strides {
  explicit Strides(const Attributes& attributes)
      : height(attributes.integer("stride_height")),
        width(attributes.integer("stride_width")),
        top(attributes.integer("top")),
        left(attributes.integer("left")) {}

  Walk walk(const Shape& image, const Shape& filter, int64_t outHeight, int64_t outWidth) const {
    return {image[0], image[1], image[2], image[3], filter[0], filter[1],
            outHeight, outWidth, height, width, top, left};
  }

  const int64_t height, width, top, left;
};

struct Convolution {
  static constexpr const char* name = "GradiometerConvolution";
  static constexpr std::array<const char*, 2> inputs{"x: float", "filter: float"};
  static constexpr std::array<const char*, 6> attributes{
      "stride_height: int", "stride_width: int", "top: int", "left: int", "out_height: int", "out_width: int"};

  explicit Convolution(const Attributes& attributes)
      : strides(attributes), outHeight(attributes.integer("out_height")), outWidth(attributes.integer("out_width")) {}

  void compute(Call& call) const {
    const Input x = call.input(0), filter = call.input(1);
    const int64_t filters = filter.columns();
    const Walk walk = strides.walk(x.shape, filter.shape, outHeight, outWidth);
    float* const y = call.output({walk.images, outHeight, outWidth, filters});
    if (!y) return;
    const ConstMatrix weights(filter.values, walk.patchSize(), filters);
    Patches(walk).eachGathered(x.values, [&](const ConstMatrix& patches, int64_t first) {
      multiply({patches}, {weights}, y + first * filters);
    });
  }

 private:
  const Strides strides;
  const int64_t outHeight, outWidth;
};

struct ConvolutionFilterGrad {
  static constexpr const char* name = "GradiometerConvolutionFilterGrad";
  static constexpr std::array<const char*, 2> inputs{"x: float", "dy: float"};
  static constexpr std::array<const char*, 6> attributes{
      "stride_height: int", "stride_width: int", "top: int", "left: int", "filter_height: int", "filter_width: int"};

  explicit ConvolutionFilterGrad(const Attributes& attributes)
      : strides(attributes),
        filterHeight(attributes.integer("filter_height")),
        filterWidth(attributes.integer("filter_width")) {}

  void compute(Call& call) const {
    const Input x = call.input(0), dy = call.input(1);
    const int64_t filters = dy.columns();
    const Shape shape{filterHeight, filterWidth, x.columns(), filters};
    const Walk walk = strides.walk(x.shape, shape, dy.shape[1], dy.shape[2]);
    float* const dw = call.output(shape);
    if (!dw) return;
    Patches(walk).eachGathered(x.values, [&](const ConstMatrix& patches, int64_t first) {
      const ConstMatrix errors(dy.values + first * filters, patches.rows(), filters);
      multiply({patches, true}, {errors}, dw, first > 0);
    });
  }

 private:
  const Strides strides;
  const int64_t filterHeight, filterWidth;
};

struct ConvolutionInputGrad {
  static constexpr const char* name = "GradiometerConvolutionInputGrad";
  static constexpr std::array<const char*, 2> inputs{"dy: float", "filter: float"};
  static constexpr std::array<const char*, 6> attributes{
      "stride_height: int", "stride_width: int", "top: int", "left: int", "height: int", "width: int"};

  explicit ConvolutionInputGrad(const Attributes& attributes)
      : strides(attributes), height(attributes.integer("height")), width(attributes.integer("width")) {}

  void compute(Call& call) const {
    const Input dy = call.input(0), filter = call.input(1);
    const int64_t filters = filter.columns();
    const Shape shape{dy.shape[0], height, width, filter.shape[2]};
    const Walk walk = strides.walk(shape, filter.shape, dy.shape[1], dy.shape[2]);
    float* const dx = call.output(shape);
    if (!dx) return;
    const ConstMatrix weights(filter.values, walk.patchSize(), filters);
    Patches(walk).eachScattered(dx, [&](float* patches, int64_t count, int64_t first) {
      multiply({ConstMatrix(dy.values + first * filters, count, filters)}, {weights, true}, patches);
    });
  }

 private:
  const Strides strides;
  const int64_t height, width;
};

}  // namespace gradiometer
