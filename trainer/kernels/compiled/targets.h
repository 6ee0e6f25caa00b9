#pragma once

#include <vector>

#include "node-api.h"
#include "operation.h"

namespace gradiometer {

/** Float32Arrays of JavaScript that results are put into; each is referred to, so none of them goes away. */
inline std::vector<float*> targets;

/** keep(array: Float32Array): its number among the targets. */
inline napi_value__* keep(napi_env__* env, void* info) {
  size_t count = 1;
  napi_value__ *array = nullptr, *number = nullptr;
  napi_ref__* reference = nullptr;
  napi_get_cb_info(env, info, &count, &array, nullptr, nullptr);
  float* const values = Array<float>(env, array).values;
  if (!values) return nullptr;
  napi_create_reference(env, array, 1, &reference);
  targets.push_back(values);
  napi_create_uint32(env, targets.size() - 1, &number);
  return number;
}

/** shares(array: Float32Array): whether TensorFlow makes its memory a tensor's, as it does where it is aligned enough. */
inline napi_value__* shares(napi_env__* env, void* info) {
  constexpr uintptr_t alignment = 64;
  size_t count = 1;
  napi_value__ *array = nullptr, *answer = nullptr;
  napi_get_cb_info(env, info, &count, &array, nullptr, nullptr);
  napi_get_boolean(env, reinterpret_cast<uintptr_t>(Array<float>(env, array).values) % alignment == 0, &answer);
  return answer;
}

/** A stretch of a target, `start` numbers from its beginning: two attributes of an operation. */
class Place {
 public:
  explicit Place(const Attributes& attributes)
      : target(attributes.integer("target")), start(attributes.integer("start")) {}

  float* values() const { return targets[target] + start; }

 private:
  const int32_t target, start;
};

}  // namespace gradiometer
