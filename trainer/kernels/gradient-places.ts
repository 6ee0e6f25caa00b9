import type { Tensor, TensorInfo } from "../tensorflow";

/** Where the gradient by a tensor will be read to: a stretch of an array, from `start` on. */
export interface Place {
  target: Float32Array;
  start: number;
}

/** A map for each differentiation: one that is cleared again and again hangs each of its old tables on the next. */
let places = new Map<object, Place>();
const filled = new WeakMap<object, Place>();
let asked: Place | undefined;

/**
 * While `work` differentiates, whoever computes the gradient by one of these tensors may write it where it will be
 * read to: a copy less of every gradient.
 */
export function withPlaces<Result>(
  tensors: readonly Tensor[],
  placeOf: (index: number) => Place,
  work: () => Result,
): Result {
  places = new Map(tensors.map(({ dataId }, index) => [dataId, placeOf(index)]));
  try {
    return work();
  } finally {
    places = new Map();
  }
}

/**
 * Computes a gradient by `tensor` in one operation that fits its place, as a part of what all uses of the tensor add up
 * to. The first such part gets the place: where it is the only one it is in place, elsewhere the sum is read into it.
 */
export function gradientBy(tensor: Tensor, compute: () => Tensor): Tensor {
  asked = places.get(tensor.dataId);
  places.delete(tensor.dataId);
  try {
    return compute();
  } finally {
    asked = undefined;
  }
}

/** For a kernel that can write its result in place: the place that is offered to it, if any, and to no other after it. */
export function takePlace(): Place | undefined {
  const place = asked;
  asked = undefined;
  return place;
}

/** Says that a result lies in its place. */
export function fillPlace(result: TensorInfo, place: Place): void {
  filled.set(result.dataId, place);
}

/** Whether the values of a tensor are in this place already. */
export function isInPlace(tensor: TensorInfo, { target, start }: Place): boolean {
  const place = filled.get(tensor.dataId);
  return place?.target === target && place.start === start;
}
