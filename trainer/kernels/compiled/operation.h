#pragma once

#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_datatype.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

/**
 * Operations of our own in TensorFlow, through its C API. One is a struct with
 *
 *   static constexpr const char* name;
 *   static constexpr std::array<const char*, n> inputs, attributes;   as TensorFlow specifies them: "slope: float"
 *   explicit Operation(const Attributes&);
 *   void compute(Call&) const;
 *
 * of float tensors in and one float tensor out. Whoever runs them checks shapes first: these do not.
 */
namespace gradiometer {

using Shape = std::vector<int64_t>;

inline int64_t product(const Shape& shape, size_t start, size_t end) {
  return std::accumulate(shape.begin() + start, shape.begin() + end, int64_t{1}, std::multiplies<>());
}

struct Input {
  const float* values;
  Shape shape;

  int64_t size() const { return product(shape, 0, shape.size()); }
  /** Of the matrix that all but the last axis make the rows of. */
  int64_t rows() const { return product(shape, 0, shape.size() - 1); }
  int64_t columns() const { return shape.back(); }
};

struct Status {
  TF_Status* const value = TF_NewStatus();
  ~Status() { TF_DeleteStatus(value); }
  bool ok() const { return TF_GetCode(value) == TF_OK; }
};

/** What an operation was called with besides its tensors. */
class Attributes {
 public:
  explicit Attributes(TF_OpKernelConstruction* construction) : construction(construction) {}

  float number(const char* name) const { return read<float>(name, TF_OpKernelConstruction_GetAttrFloat); }
  int32_t integer(const char* name) const { return read<int32_t>(name, TF_OpKernelConstruction_GetAttrInt32); }
  bool flag(const char* name) const { return read<TF_Bool>(name, TF_OpKernelConstruction_GetAttrBool); }

 private:
  TF_OpKernelConstruction* const construction;

  template <class Value, class Getter>
  Value read(const char* name, Getter get) const {
    Value value{};
    Status status;
    get(construction, name, &value, status.value);
    if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.value);
    return value;
  }
};

/** One computation: its tensors live as long as it does. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context(context) {}

  Input input(int index) {
    Status status;
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, index, &tensor, status.value);
    owned.emplace_back(tensor, TF_DeleteTensor);
    Input input{static_cast<const float*>(TF_TensorData(tensor)), Shape(TF_NumDims(tensor))};
    for (size_t axis = 0; axis < input.shape.size(); axis += 1) input.shape[axis] = TF_Dim(tensor, axis);
    return input;
  }

  /** Null where memory has run out; TensorFlow has been told then. */
  float* output(const Shape& shape) {
    Status status;
    const size_t bytes = sizeof(float) * product(shape, 0, shape.size());
    TF_Tensor* tensor = TF_AllocateOutput(context, 0, TF_FLOAT, shape.data(), shape.size(), bytes, status.value);
    if (!status.ok()) {
      TF_OpKernelContext_Failure(context, status.value);
      return nullptr;
    }
    owned.emplace_back(tensor, TF_DeleteTensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }

  /**
   * Makes memory of somebody else the output, with what it holds by now. TensorFlow shares it where it is aligned as its
   * own is, and copies it elsewhere.
   */
  void output(float* values, const Shape& shape) {
    Status status;
    const size_t bytes = sizeof(float) * product(shape, 0, shape.size());
    const auto keep = [](void*, size_t, void*) {};
    TF_Tensor* tensor = TF_NewTensor(TF_FLOAT, shape.data(), shape.size(), values, bytes, keep, nullptr);
    owned.emplace_back(tensor, TF_DeleteTensor);
    TF_SetOutput(context, 0, tensor, status.value);
    if (!status.ok()) TF_OpKernelContext_Failure(context, status.value);
  }

 private:
  TF_OpKernelContext* const context;
  std::vector<std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)>> owned;
};

template <class Operation>
void registerOperation() {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(Operation::name);
  for (const char* input : Operation::inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* attribute : Operation::attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderAddOutput(definition, "result: float");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, TF_ShapeInferenceContextSetUnknownShape);
  TF_RegisterOpDefinition(definition, status.value);

  TF_KernelBuilder* kernel = TF_NewKernelBuilder(
      Operation::name, "CPU",
      [](TF_OpKernelConstruction* construction) -> void* { return new Operation(Attributes(construction)); },
      [](void* operation, TF_OpKernelContext* context) {
        Call call(context);
        static_cast<const Operation*>(operation)->compute(call);
      },
      [](void* operation) { delete static_cast<Operation*>(operation); });
  TF_RegisterKernelBuilder(Operation::name, kernel, status.value);
}

}  // namespace gradiometer
