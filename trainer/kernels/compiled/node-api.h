#pragma once

#include <cstddef>
#include <cstdint>

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
int napi_get_boolean(napi_env__*, bool, napi_value__**);
int napi_create_function(
    napi_env__*, const char* name, size_t length, napi_value__* (*)(napi_env__*, void*), void* data, napi_value__**);
int napi_set_named_property(napi_env__*, napi_value__* object, const char* name, napi_value__* value);
}

namespace gradiometer {

/** The numbers of a typed array, null where a value is none. They stay where they are as long as the array lives. */
template <class Number>
struct Array {
  Array(napi_env__* env, napi_value__* value) {
    int type = 0;
    size_t offset = 0;
    void* data = nullptr;
    napi_value__* buffer = nullptr;
    if (napi_get_typedarray_info(env, value, &type, &length, &data, &buffer, &offset) == 0)
      values = static_cast<Number*>(data);
  }

  Number* values = nullptr;
  size_t length = 0;
};

/** Adds a function of JavaScript to what the library exports. */
inline void exportFunction(
    napi_env__* env, napi_value__* exports, const char* name, napi_value__* (*function)(napi_env__*, void*)) {
  napi_value__* value = nullptr;
  napi_create_function(env, name, static_cast<size_t>(-1), function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace gradiometer
