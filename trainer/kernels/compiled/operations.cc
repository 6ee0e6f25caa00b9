#include "adam.h"
#include "attention.h"
#include "convolution.h"
#include "cross-entropy.h"
#include "dense.h"
#include "layer-norm.h"
#include "product.h"
#include "read-into.h"
#include "scan.h"
#include "targets.h"

/** What Node calls once when it loads this library: it teaches TensorFlow operations, and exports three functions. */
extern "C" __attribute__((visibility("default"))) napi_value__* napi_register_module_v1(
    napi_env__* env, napi_value__* exports) {
  using namespace gradiometer;
  registerOperation<Product>();
  registerOperation<ProductInto>();
  registerOperation<Dense>();
  registerOperation<RectifyGrad>();
  registerOperation<ColumnSums>();
  registerOperation<ColumnSumsInto>();
  registerOperation<Convolution>();
  registerOperation<ConvolutionFilterGrad>();
  registerOperation<ConvolutionInputGrad>();
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
  exportFunction(env, exports, "keep", keep);
  exportFunction(env, exports, "shares", shares);
  exportFunction(env, exports, "adam", adam);
  return exports;
}
