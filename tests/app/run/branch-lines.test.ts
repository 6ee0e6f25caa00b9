import { expect, test } from "vitest";
import { branchLines, branchNotes } from "../../../app/components/run/branch-lines";
import { aLine, exactSeries } from "../charts/a-series";

const branch = { id: 7, attempt: 2, fromStep: 6000, lastStep: 8499, points: 3, abandonedAt: 1 };
const loss = exactSeries([1, 2, 3], "loss/a", 100);
const lines = [aLine(loss, "a"), aLine(exactSeries([1, 2, 3], "loss/b", 100), "b")];

test("a branch has the colour of the line that took its place, dashed and without a label at its end", () => {
  const [line, ...more] = branchLines(
    [
      { branch, data: loss },
      { branch, data: exactSeries([1], "norm") },
    ],
    lines,
  );
  expect(more).toEqual([]);
  expect(line).toMatchObject({ label: "a, replaced", colour: lines[0]?.colour, dash: "dash", quiet: true });
});

test("where branches are, one sentence a branch says what they are", () => {
  const drawn = branchLines(
    lines.map(({ data }) => ({ branch: { ...branch }, data })),
    lines,
  );
  expect(branchNotes(drawn, 100)).toEqual([
    "Dashed: steps 6\u202f000 to 8\u202f499 as recorded first; attempt 2 took them back and recorded them anew.",
  ]);
  expect(branchNotes(drawn, 5000)).toEqual([]);
});
