import type { KernelSource, Variable } from "./assembler";
import { type Code, i32, repeatWhile } from "./instructions";

/** Values that a digit has. */
export const digitValues = 2048;

/**
 * sortByDigit(source, count, target, starts, shift): copies the bits of `count` floats, without their signs, into the
 * order of the 11 bits from `shift` on; those of equal digits stay in their order. One pass of a radix sort: three, of
 * shifts 0, 11 and 22, sort by size, since floats without a sign are in the order of their bits. `starts`: room for
 * 2,049 integers.
 */
export const sortByDigit: KernelSource = {
  name: "sortByDigit",
  body(write) {
    const [source, count, target, starts, shift] = Array.from({ length: 5 }, () =>
      write.parameter("i32"),
    ) as [Variable, Variable, Variable, Variable, Variable];
    const [end, at, bits, slot, place] = Array.from({ length: 5 }, () => write.variable("i32")) as [
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
    ];
    const plus = (value: Code, bytes: number): Code => i32.add(value, i32.constant(bytes));
    const times4 = (value: Code): Code => i32.multiply(value, i32.constant(4));
    const lastStart = plus(starts.get, 4 * digitValues);
    /** Runs `body` at each address from `from` on, 4 bytes on each time, up to `to`. */
    const each = (from: Code, to: Code, ...body: Code[]): Code => [
      ...at.set(from),
      ...repeatWhile(i32.less(at.get, to), ...body, at.set(plus(at.get, 4))),
    ];
    const readOne: Code = [
      ...bits.set(i32.and(i32.load(at.get), i32.constant(0x7fffffff))),
      ...slot.set(
        i32.add(
          starts.get,
          times4(i32.and(i32.shiftRight(bits.get, shift.get), i32.constant(digitValues - 1))),
        ),
      ),
    ];
    return [
      ...end.set(i32.add(source.get, times4(count.get))),
      ...each(starts.get, plus(lastStart, 4), i32.store(at.get, i32.constant(0))),
      // How many there are of each digit, one slot on; then where those of each begin.
      ...each(source.get, end.get, readOne, i32.store(slot.get, plus(i32.load(slot.get, 4), 1), 4)),
      ...each(starts.get, lastStart, i32.store(at.get, i32.add(i32.load(at.get, 4), i32.load(at.get)), 4)),
      ...each(
        source.get,
        end.get,
        readOne,
        place.set(i32.load(slot.get)),
        i32.store(i32.add(target.get, times4(place.get)), bits.get),
        i32.store(slot.get, plus(place.get, 1)),
      ),
    ];
  },
};
