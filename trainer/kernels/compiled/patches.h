#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "matrices.h"
#include "scratch.h"

namespace gradiometer {

/** A filter's way over images [count, height, width, channels] that have zeros around them. */
struct Walk {
  int64_t images, height, width, channels;
  int64_t filterHeight, filterWidth;
  int64_t outHeight, outWidth, strideHeight, strideWidth, top, left;

  /** What one row of the filter sees: it lies together. */
  int64_t run() const { return filterWidth * channels; }
  int64_t patchSize() const { return filterHeight * run(); }
  int64_t places() const { return outHeight * outWidth; }
  /** Rows and columns that the filter reads, and the whole image. */
  int64_t paddedHeight() const { return std::max((outHeight - 1) * strideHeight + filterHeight, top + height); }
  int64_t paddedWidth() const { return std::max((outWidth - 1) * strideWidth + filterWidth, left + width); }
  int64_t paddedSize() const { return paddedHeight() * paddedWidth() * channels; }
  /** As many as have patches of 256 KB; one at least. */
  int64_t imagesAtOnce() const {
    return std::clamp<int64_t>((int64_t{1} << 16) / (places() * patchSize()), 1, images);
  }
};

/** Patches [image, place, patch], made or taken apart for a few images at a time, so that they are in the caches. */
class Patches {
 public:
  explicit Patches(const Walk& walk) : walk(walk), padded(paddedScratch.of(walk.paddedSize())) {
    std::fill(padded, padded + walk.paddedSize(), 0.0f);
  }

  /** Calls use(patches, number of the first) with what the filter sees at each of its places, a row each. */
  template <class Use>
  void eachGathered(const float* images, const Use& use) {
    eachFew([&](float* patches, int64_t first, int64_t count) {
      gather(images + first * imageSize(), count, patches);
      use(ConstMatrix(patches, count * walk.places(), walk.patchSize()), first * walk.places());
    });
  }

  /** Calls make(room for patches, how many, number of the first), and adds each to where it would be gathered from. */
  template <class Make>
  void eachScattered(float* images, const Make& make) {
    eachFew([&](float* patches, int64_t first, int64_t count) {
      make(patches, count * walk.places(), first * walk.places());
      scatter(patches, count, images + first * imageSize());
    });
  }

 private:
  inline static thread_local Scratch paddedScratch, patchScratch;

  const Walk walk;
  float* const padded;

  /** Calls use(room for patches, first image, number of images). */
  template <class Use>
  void eachFew(const Use& use) {
    const int64_t atOnce = walk.imagesAtOnce();
    float* const patches = patchScratch.of(atOnce * walk.places() * walk.patchSize());
    for (int64_t first = 0; first < walk.images; first += atOnce)
      use(patches, first, std::min(atOnce, walk.images - first));
  }

  /** Copies what the filter sees at each of its places. */
  void gather(const float* images, int64_t count, float* patches) {
    for (int64_t image = 0; image < count; image += 1, images += imageSize()) {
      for (int64_t row = 0; row < walk.height; row += 1)
        std::memcpy(inside(row), images + row * rowSize(), rowSize() * sizeof(float));
      eachRun([&](float* at, int64_t length) {
        move(at, patches, length, [](float* from, float* to, auto few) { std::memcpy(to, from, few * sizeof(float)); });
        patches += length;
      });
    }
  }

  /** Adds patches to where they were gathered from. */
  void scatter(float* patches, int64_t count, float* images) {
    for (int64_t image = 0; image < count; image += 1, images += imageSize()) {
      std::fill(padded, padded + walk.paddedSize(), 0.0f);
      eachRun([&](float* at, int64_t length) {
        move(at, patches, length, [](float* to, float* from, auto few) {
          using Few = Eigen::Map<Eigen::Array<float, decltype(few)::value, 1>>;
          Few(to) += Few(from);
        });
        patches += length;
      });
      for (int64_t row = 0; row < walk.height; row += 1)
        std::memcpy(images + row * rowSize(), inside(row), rowSize() * sizeof(float));
    }
  }

  int64_t imageSize() const { return walk.height * rowSize(); }
  int64_t rowSize() const { return walk.width * walk.channels; }

  float* inside(int64_t row) const {
    return padded + ((walk.top + row) * walk.paddedWidth() + walk.left) * walk.channels;
  }

  template <class Use>
  void eachRun(const Use& use) const {
    const int64_t row = walk.paddedWidth() * walk.channels, run = walk.run();
    for (int64_t y = 0; y < walk.outHeight; y += 1)
      for (int64_t x = 0; x < walk.outWidth; x += 1) {
        float* const place = padded + y * walk.strideHeight * row + x * walk.strideWidth * walk.channels;
        for (int64_t filterRow = 0; filterRow < walk.filterHeight; filterRow += 1) use(place + filterRow * row, run);
      }
  }

  /** In fours, of which the compiler makes vectors, where a call for so few numbers would cost more than they do. */
  template <class Move>
  static void move(float* image, float* patch, int64_t length, const Move& some) {
    constexpr std::integral_constant<int64_t, 4> four;
    constexpr std::integral_constant<int64_t, 1> one;
    int64_t index = 0;
    for (; index + four <= length; index += four) some(image + index, patch + index, four);
    for (; index < length; index += one) some(image + index, patch + index, one);
  }
};

}  // namespace gradiometer
