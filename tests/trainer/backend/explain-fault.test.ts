import { expect, test } from "vitest";
import { explainFault } from "../../../trainer/backend/explain-fault";

test("a full WebAssembly memory is told in words, and what else went wrong as it was", () => {
  expect(explainFault("Aborted(). Build with -sASSERTIONS for more info.")).toMatch(
    /^WebAssembly ended with "Aborted\(\)\..*", as it does where its memory, 4 GiB, is full: a smaller batch or network/,
  );
  expect(explainFault("the file is gone")).toBe("the file is gone");
});
