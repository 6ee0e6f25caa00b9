import type { KernelSource } from "./assembler";
import { f32, f32x4, i32, repeatWhile, v128 } from "./instructions";

/**
 * columnSums(source, rows, columns, sums): the sum of each column of a matrix, in the order of its rows. Four columns
 * at a time stay in a register while all rows go by, then the last ones singly.
 */
export const columnSums: KernelSource = {
  name: "columnSums",
  body(write) {
    const [source, rows, columns, sums] = [0, 1, 2, 3].map(() => write.parameter("i32")) as Four;
    const [column, row, from, stride] = [0, 1, 2, 3].map(() => write.variable("i32")) as Four;
    const lanes = [0, 1, 2, 3].map(() => write.variable("v128"));
    const single = write.variable("f32");
    const bytes = (count: typeof column) => i32.multiply(count.get, i32.constant(4));
    const overRows = (...body: Parameters<typeof repeatWhile>[1][]) => [
      ...from.set(i32.add(source.get, bytes(column))),
      ...row.set(i32.constant(0)),
      ...repeatWhile(
        i32.less(row.get, rows.get),
        ...body,
        from.set(i32.add(from.get, stride.get)),
        row.set(i32.add(row.get, i32.constant(1))),
      ),
    ];
    const target = i32.add(sums.get, bytes(column));
    const columnsAtOnce = (count: number) =>
      i32.lessOrEqual(i32.add(column.get, i32.constant(count)), columns.get);
    const vectorized = (vectors: number) =>
      repeatWhile(
        columnsAtOnce(4 * vectors),
        ...lanes.slice(0, vectors).map((lane) => lane.set(v128.zero)),
        overRows(
          ...lanes
            .slice(0, vectors)
            .map((lane, index) => lane.set(f32x4.add(lane.get, v128.load(from.get, 16 * index)))),
        ),
        ...lanes.slice(0, vectors).map((lane, index) => v128.store(target, lane.get, 16 * index)),
        column.set(i32.add(column.get, i32.constant(4 * vectors))),
      );
    return [
      ...stride.set(bytes(columns)),
      ...column.set(i32.constant(0)),
      ...vectorized(4),
      ...vectorized(1),
      ...repeatWhile(
        i32.less(column.get, columns.get),
        single.set(f32.constant(0)),
        overRows(single.set(f32.add(single.get, f32.load(from.get)))),
        f32.store(target, single.get),
        column.set(i32.add(column.get, i32.constant(1))),
      ),
    ];
  },
};

type Variables = ReturnType<Parameters<KernelSource["body"]>[0]["variable"]>;
type Four = [Variables, Variables, Variables, Variables];
