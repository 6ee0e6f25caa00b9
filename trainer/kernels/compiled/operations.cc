#include "attention.h"
#include "cross-entropy.h"
#include "dense.h"
#include "layer-norm.h"
#include "product.h"
#include "read-into.h"
#include "scan.h"

/** What Node calls once when it loads this library: it teaches TensorFlow operations, and exports `keep`. */
extern "C" __attribute__((visibility("default"))) napi_value__* napi_register_module_v1(
    napi_env__* env, napi_value__* exports) {
  using namespace gradiometer;
  registerOperation<Product>();
  registerOperation<Dense>();
  registerOperation<RectifyGrad>();
  registerOperation<ColumnSums>();
  registerOperation<LayerNorm>();
  registerOperation<LayerNormBack>();
  registerOperation<LayerNormGain>();
  registerOperation<Attention>();
  registerOperation<AttentionGrad>();
  registerOperation<CrossEntropies>();
  registerOperation<CrossEntropiesGrad>();
  registerOperation<TanhScan>();
  registerOperation<LinearScan>();
  registerOperation<ReadInto>();
  napi_value__* function = nullptr;
  napi_create_function(env, "keep", 4, keep, nullptr, &function);
  napi_set_named_property(env, exports, "keep", function);
  return exports;
}
