import { stepRows } from "../../db/store/points/stream-points";
import { joinChunks } from "./join-chunks";
import { byWallTime } from "./json-lines";
import type { PointsOfRun } from "./points-of-run";
import { bytesField, doubleField, floatField, varintField } from "./protobuf";
import { record } from "./tf-record";

/**
 * A TensorBoard event file: an event for each step (and wall time) with the values recorded then, as `simple_value`. That
 * is a 32-bit float, and no choice: of tensors of doubles TensorBoard's own data server shows none. Wall times are seconds,
 * as the format has it. Field numbers are those of tensorflow/core/util/event.proto and framework/summary.proto.
 */
export function eventFile({ db, series }: PointsOfRun): Iterable<Uint8Array> {
  return joinChunks(
    (function* () {
      yield record(Buffer.concat([doubleField(1, 0), bytesField(3, "brain.Event:2")]));
      const tags = series.map(({ name }) => bytesField(1, name));
      for (const row of stepRows(
        db,
        series.map(({ id }) => id),
      ))
        for (const [wallTimeMs, places] of byWallTime(row)) {
          const values = places.map((at) =>
            bytesField(1, [
              tags[row.series[at] as number] as Buffer,
              floatField(2, asFloat(row.value[at] as number)),
            ]),
          );
          yield record(
            Buffer.concat([
              doubleField(1, wallTimeMs / 1000),
              varintField(2, row.step),
              bytesField(5, values),
            ]),
          );
        }
    })(),
  );
}

/** The nearest 32-bit float; beyond their range the largest, so that what was finite does not turn into infinity. */
function asFloat(value: number): number {
  const nearest = Math.fround(value);
  return Number.isFinite(value) && !Number.isFinite(nearest) ? Math.sign(value) * largestFloat : nearest;
}

/** (2 - 2^-23) x 2^127 */
const largestFloat = (2 - 2 ** -23) * 2 ** 127;
