#include "attention.h"
#include "dense.h"
#include "layer-norm.h"
#include "product.h"
#include "scan.h"

/** What Node calls once when it loads this library: an add-on that exports nothing and teaches TensorFlow operations. */
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
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
  registerOperation<TanhScan>();
  registerOperation<LinearScan>();
  return exports;
}
