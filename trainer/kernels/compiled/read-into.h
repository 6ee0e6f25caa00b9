#pragma once

#include <array>
#include <cstring>
#include <vector>

#include "operation.h"

/** Of Node-API, whose binary interface never changes, what is needed here; Node's own headers are not everywhere. */
extern "C" {
struct napi_env__;
struct napi_value__;
struct napi_ref__;
int napi_get_cb_info(napi_env__*, void* info, size_t* count, napi_value__** arguments, napi_value__** self, void** data);
int napi_get_typedarray_info(
    napi_env__*, napi_value__*, int* type, size_t* length, void** data, napi_value__** buffer, size_t* offset);
int napi_create_reference(napi_env__*, napi_value__*, uint32_t count, napi_ref__**);
int napi_create_uint32(napi_env__*, uint32_t, napi_value__**);
int napi_create_function(
    napi_env__*, const char* name, size_t length, napi_value__* (*)(napi_env__*, void*), void* data, napi_value__**);
int napi_set_named_property(napi_env__*, napi_value__* object, const char* name, napi_value__* value);
}

namespace gradiometer {

/** Float32Arrays of JavaScript that tensors are read into; each is referred to, so none of them goes away. */
inline std::vector<float*> targets;

/** keep(array: Float32Array): its number among the targets. */
inline napi_value__* keep(napi_env__* env, void* info) {
  size_t count = 1, length = 0, offset = 0;
  int type = 0;
  void* values = nullptr;
  napi_value__ *array = nullptr, *buffer = nullptr, *number = nullptr;
  napi_ref__* reference = nullptr;
  napi_get_cb_info(env, info, &count, &array, nullptr, nullptr);
  if (napi_get_typedarray_info(env, array, &type, &length, &values, &buffer, &offset) != 0) return nullptr;
  napi_create_reference(env, array, 1, &reference);
  targets.push_back(static_cast<float*>(values));
  napi_create_uint32(env, targets.size() - 1, &number);
  return number;
}

/** Copies a tensor into a target, `start` numbers from its beginning. The result is empty. */
struct ReadInto {
  static constexpr const char* name = "GradiometerReadInto";
  static constexpr std::array<const char*, 1> inputs{"x: float"};
  static constexpr std::array<const char*, 2> attributes{"target: int", "start: int"};

  explicit ReadInto(const Attributes& attributes)
      : target(attributes.integer("target")), start(attributes.integer("start")) {}

  void compute(Call& call) const {
    const Input x = call.input(0);
    std::memcpy(targets[target] + start, x.values, sizeof(float) * x.size());
    call.output({0});
  }

 private:
  const int32_t target, start;
};

}  // namespace gradiometer
