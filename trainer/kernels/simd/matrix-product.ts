import type { FunctionWriter, KernelSource, Variable } from "./assembler";
import { type Code, either, f32, f32x4, i32, repeatWhile, v128, when } from "./instructions";

/**
 * The product of matrices in blocks (Goto & van de Geijn 2008, "Anatomy of high-performance matrix
 * multiplication"): both are first packed into panels in which what is multiplied together lies together, 4 rows of
 * A by 8 columns of B; then each 4 x 8 tile of the product stays in registers over all steps of the inner dimension.
 * Packing takes any strides, so a transposed matrix costs nothing more.
 */
export const rowsOfTile = 4;
export const columnsOfTile = 8;
const floatBytes = 4;

/**
 * packPanels(source, laneStride, stepStride, lanes, steps, panels, width): panel p holds lanes p width ... of each
 * step, [steps, width], zeros after the last lane. Strides in bytes; width 4 or 8.
 */
export const packPanels: KernelSource = {
  name: "packPanels",
  body(write) {
    const [source, laneStride, stepStride, lanes, steps, panels, width] = parameters(write, 7);
    const [lane, from, target, step, panelStride] = integers(write, 5);
    const rows = Array.from({ length: 4 }, () => write.variable("i32"));
    const vectors = Array.from({ length: 4 }, () => write.variable("v128"));

    const next = (variable: Variable, by: Code) => variable.set(i32.add(variable.get, by));
    const copyLane = (offset: number): Code =>
      either(
        i32.less(i32.add(lane.get, i32.constant(offset)), lanes.get),
        f32.store(target.get, f32.load(rows[offset]!.get), offset * floatBytes),
        f32.store(target.get, f32.constant(0), offset * floatBytes),
      );
    const oneStep: Code = [
      ...[0, 1, 2, 3].flatMap(copyLane),
      ...rows.flatMap((row) => next(row, stepStride.get)),
      ...next(target, panelStride.get),
      ...next(step, i32.constant(1)),
    ];
    const contiguousLanes = repeatWhile(i32.less(step.get, steps.get), [
      ...v128.store(target.get, v128.load(rows[0]!.get)),
      ...next(rows[0]!, stepStride.get),
      ...next(target, panelStride.get),
      ...next(step, i32.constant(1)),
    ]);
    const [a, b, c, d] = vectors as [Variable, Variable, Variable, Variable];
    const store = (vector: Code): Code => [
      ...v128.store(target.get, vector),
      ...next(target, panelStride.get),
    ];
    const low = (left: Variable, right: Variable) => f32x4.shuffle(left.get, right.get, [0, 4, 1, 5]);
    const high = (left: Variable, right: Variable) => f32x4.shuffle(left.get, right.get, [2, 6, 3, 7]);
    /** Four steps of four lanes, transposed in registers. */
    const contiguousSteps = repeatWhile(
      i32.lessOrEqual(i32.add(step.get, i32.constant(4)), steps.get),
      ...rows.map((row, index) => vectors[index]!.set(v128.load(row.get))),
      store(f32x4.shuffle(low(a, b), low(c, d), [0, 1, 4, 5])),
      store(f32x4.shuffle(low(a, b), low(c, d), [2, 3, 6, 7])),
      store(f32x4.shuffle(high(a, b), high(c, d), [0, 1, 4, 5])),
      store(f32x4.shuffle(high(a, b), high(c, d), [2, 3, 6, 7])),
      ...rows.map((row) => next(row, i32.constant(4 * floatBytes))),
      next(step, i32.constant(4)),
    );
    const isFull = i32.lessOrEqual(i32.add(lane.get, i32.constant(4)), lanes.get);
    const panelStart = i32.and(lane.get, i32.subtract(i32.constant(0), width.get));

    return [
      ...panelStride.set(i32.multiply(width.get, i32.constant(floatBytes))),
      ...lane.set(i32.constant(0)),
      ...repeatWhile(
        i32.less(panelStart, lanes.get),
        target.set(
          i32.add(
            panels.get,
            i32.multiply(
              i32.constant(floatBytes),
              i32.add(i32.multiply(panelStart, steps.get), i32.subtract(lane.get, panelStart)),
            ),
          ),
        ),
        from.set(i32.add(source.get, i32.multiply(lane.get, laneStride.get))),
        ...rows.map((row, index) =>
          row.set(i32.add(from.get, i32.multiply(i32.constant(index), laneStride.get))),
        ),
        step.set(i32.constant(0)),
        when(
          isFull,
          either(
            i32.equal(laneStride.get, i32.constant(floatBytes)),
            contiguousLanes,
            when(i32.equal(stepStride.get, i32.constant(floatBytes)), contiguousSteps),
          ),
        ),
        repeatWhile(i32.less(step.get, steps.get), oneStep),
        next(lane, i32.constant(4)),
      ),
    ];
  },
};

/**
 * multiplyPanels(a, b, product, rowStride, rows, columns, steps, bias, accumulate, slope, tile): the product of packed
 * panels, added to what is there if `accumulate`, plus `bias` of each column unless it is 0, rectified with `slope`
 * (1 leaves it as it is). Relaxed: multiplies and adds in one instruction. `tile`: room for one tile, where those that stick out over the edge are made.
 */
export const multiplyPanels = ({ relaxed }: { relaxed: boolean }): KernelSource => ({
  name: "multiplyPanels",
  body(write) {
    const [a, b, product, rowStride, rows, columns, steps, bias, accumulate] = parameters(write, 9);
    const slope = write.parameter("f32");
    const tile = write.parameter("i32");
    const [row, column, left, right, target, step, index, end] = integers(write, 8);
    const sums = Array.from({ length: rowsOfTile }, () => [write.variable("v128"), write.variable("v128")]);
    const [factor, low, high] = [write.variable("v128"), write.variable("v128"), write.variable("v128")];
    const value = write.variable("f32");

    const next = (variable: Variable, by: number) => variable.set(i32.add(variable.get, i32.constant(by)));
    const multiplyAdd = relaxed
      ? f32x4.relaxedMultiplyAdd
      : (left: Code, right: Code, sum: Code) => f32x4.add(sum, f32x4.multiply(left, right));
    const panelOf = (panels: Variable, at: Variable) =>
      i32.add(panels.get, i32.multiply(i32.multiply(at.get, steps.get), i32.constant(floatBytes)));
    /** One step a round: V8 takes in what a round multiplies before all products, and more would not fit in registers. */
    const addProducts = repeatWhile(
      i32.less(right.get, end.get),
      low.set(v128.load(right.get)),
      high.set(v128.load(right.get, 4 * floatBytes)),
      ...sums.flatMap(([first, second], index) => [
        factor.set(v128.loadSplat(left.get, index * floatBytes)),
        first!.set(multiplyAdd(factor.get, low.get, first!.get)),
        second!.set(multiplyAdd(factor.get, high.get, second!.get)),
      ]),
      next(left, rowsOfTile * floatBytes),
      next(right, columnsOfTile * floatBytes),
    );
    const rectified = (sum: Variable) =>
      f32x4.add(
        f32x4.max(sum.get, v128.zero),
        f32x4.multiply(f32x4.splat(slope.get), f32x4.min(sum.get, v128.zero)),
      );
    const isRectified = f32.notEqual(slope.get, f32.constant(1));
    const biasAt = i32.add(bias.get, i32.multiply(column.get, i32.constant(floatBytes)));
    const finishFull: Code = sums.flatMap((pair, index) => [
      ...pair.flatMap((sum, half) => [
        ...when(accumulate.get, sum!.set(f32x4.add(sum!.get, v128.load(target.get, 16 * half)))),
        ...when(bias.get, sum!.set(f32x4.add(sum!.get, v128.load(biasAt, 16 * half)))),
        ...when(isRectified, sum!.set(rectified(sum!))),
        ...v128.store(target.get, sum!.get, 16 * half),
      ]),
      ...(index < rowsOfTile - 1 ? target.set(i32.add(target.get, rowStride.get)) : []),
    ]);

    /** One number at a time, those of the tile that are inside. */
    const scalarAt = (base: Variable) => i32.add(base.get, i32.multiply(index.get, i32.constant(floatBytes)));
    const rectifiedValue = f32.add(
      f32.max(value.get, f32.constant(0)),
      f32.multiply(slope.get, f32.min(value.get, f32.constant(0))),
    );
    const finishEdge: Code = [
      ...sums.flatMap((pair, at) =>
        pair.flatMap((sum, half) =>
          v128.store(tile.get, sum!.get, (at * columnsOfTile + 4 * half) * floatBytes),
        ),
      ),
      ...left.set(tile.get),
      ...step.set(i32.constant(0)),
      ...end.set(i32.min(i32.subtract(columns.get, column.get), i32.constant(columnsOfTile))),
      ...repeatWhile(
        i32.less(step.get, i32.min(i32.subtract(rows.get, row.get), i32.constant(rowsOfTile))),
        index.set(i32.constant(0)),
        repeatWhile(
          i32.less(index.get, end.get),
          value.set(f32.load(scalarAt(left))),
          when(accumulate.get, value.set(f32.add(value.get, f32.load(scalarAt(target))))),
          when(
            bias.get,
            value.set(
              f32.add(
                value.get,
                f32.load(i32.add(biasAt, i32.multiply(index.get, i32.constant(floatBytes)))),
              ),
            ),
          ),
          when(isRectified, value.set(rectifiedValue)),
          f32.store(scalarAt(target), value.get),
          next(index, 1),
        ),
        next(left, columnsOfTile * floatBytes),
        target.set(i32.add(target.get, rowStride.get)),
        next(step, 1),
      ),
    ];
    const isFull = i32.and(
      i32.lessOrEqual(i32.add(row.get, i32.constant(rowsOfTile)), rows.get),
      i32.lessOrEqual(i32.add(column.get, i32.constant(columnsOfTile)), columns.get),
    );

    return [
      ...column.set(i32.constant(0)),
      ...repeatWhile(
        i32.less(column.get, columns.get),
        row.set(i32.constant(0)),
        repeatWhile(
          i32.less(row.get, rows.get),
          left.set(panelOf(a, row)),
          right.set(panelOf(b, column)),
          end.set(i32.add(right.get, i32.multiply(steps.get, i32.constant(columnsOfTile * floatBytes)))),
          ...sums.flat().map((sum) => sum.set(v128.zero)),
          addProducts,
          target.set(
            i32.add(
              product.get,
              i32.add(
                i32.multiply(row.get, rowStride.get),
                i32.multiply(column.get, i32.constant(floatBytes)),
              ),
            ),
          ),
          either(isFull, finishFull, finishEdge),
          next(row, rowsOfTile),
        ),
        next(column, columnsOfTile),
      ),
    ];
  },
});

type Integers = Variable[] & Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8, Variable>;

function parameters(write: FunctionWriter, count: number): Integers {
  return Array.from({ length: count }, () => write.parameter("i32")) as Integers;
}

function integers(write: FunctionWriter, count: number): Integers {
  return Array.from({ length: count }, () => write.variable("i32")) as Integers;
}
