#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace gradiometer {

/** Memory on the side that is kept between calls, and grows to the most that was asked of it. */
class Scratch {
 public:
  /** So many numbers, aligned as vectors are, with what the last user left in them. */
  float* of(int64_t count) {
    if (count > size) {
      const size_t bytes = (count * sizeof(float) / alignment + 1) * alignment;
      values.reset(static_cast<float*>(std::aligned_alloc(alignment, bytes)));
      size = values ? count : 0;
      if (!values) throw std::bad_alloc();
    }
    return values.get();
  }

 private:
  static constexpr size_t alignment = 64;

  std::unique_ptr<float, decltype(&std::free)> values{nullptr, &std::free};
  int64_t size = 0;
};

}  // namespace gradiometer
