import type { KernelSource, Variable } from "./assembler";
import { type Code, f32, f32x4, i32, repeatWhile, v128 } from "./instructions";

/**
 * gatherPatches(image, patches, outHeight, outWidth, filterHeight, run, rowBytes, rowStep, columnStep): copies what a
 * filter sees at each of its places in one image [height, width, channels], row of the filter by row, into
 * patches [outHeight, outWidth, filterHeight, run]; `run`: filter width times channels, which lie together. Bytes of
 * an image row, between rows of places, and between places in a row.
 */
export const gatherPatches: KernelSource = walkPatches("gatherPatches", (image, patch) => ({
  four: v128.store(patch, v128.load(image)),
  one: f32.store(patch, f32.load(image)),
}));

/** scatterPatches, of the same parameters: adds patches to where they were gathered from (the transpose of it). */
export const scatterPatches: KernelSource = walkPatches("scatterPatches", (image, patch) => ({
  four: v128.store(image, f32x4.add(v128.load(image), v128.load(patch))),
  one: f32.store(image, f32.add(f32.load(image), f32.load(patch))),
}));

function walkPatches(
  name: string,
  move: (image: Code, patch: Code) => { four: Code; one: Code },
): KernelSource {
  return {
    name,
    body(write) {
      const names = Array.from({ length: 9 }, () => write.parameter("i32")) as Nine;
      const [image, patches, outHeight, outWidth, filterHeight, run, rowBytes, rowStep, columnStep] = names;
      const variables = Array.from({ length: 9 }, () => write.variable("i32")) as Nine;
      const [outRow, outColumn, filterRow, rowStart, place, from, end, whole, patch] = variables;
      const next = (variable: Variable, by: Code) => variable.set(i32.add(variable.get, by));
      const { four, one } = move(from.get, patch.get);
      const bytes = (count: Code) => i32.multiply(count, i32.constant(4));
      const copyRun: Code = [
        ...end.set(i32.add(patch.get, bytes(run.get))),
        ...whole.set(i32.add(patch.get, bytes(i32.and(run.get, i32.constant(-4))))),
        ...repeatWhile(
          i32.less(patch.get, whole.get),
          four,
          next(from, i32.constant(16)),
          next(patch, i32.constant(16)),
        ),
        ...repeatWhile(
          i32.less(patch.get, end.get),
          one,
          next(from, i32.constant(4)),
          next(patch, i32.constant(4)),
        ),
      ];
      const times = (variable: Variable, count: Variable, ...body: Code[]): Code => [
        ...variable.set(i32.constant(0)),
        ...repeatWhile(i32.less(variable.get, count.get), ...body, next(variable, i32.constant(1))),
      ];
      return [
        ...patch.set(patches.get),
        ...rowStart.set(image.get),
        ...times(
          outRow,
          outHeight,
          place.set(rowStart.get),
          times(
            outColumn,
            outWidth,
            times(
              filterRow,
              filterHeight,
              from.set(i32.add(place.get, i32.multiply(filterRow.get, rowBytes.get))),
              copyRun,
            ),
            next(place, columnStep.get),
          ),
          next(rowStart, rowStep.get),
        ),
      ];
    },
  };
}

type Nine = [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
