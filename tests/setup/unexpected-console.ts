import { format } from "node:util";
import { afterEach, beforeEach, expect } from "vitest";

/**
 * Output that no test asked for fails the test: a warning is a defect or deserves an assertion.
 * A test that expects output replaces the method itself (vi.spyOn(console, "warn")).
 */
const methods = ["error", "warn", "log", "info", "debug"] as const;
let printed: string[] = [];
for (const method of methods)
  console[method] = (...args: unknown[]) => {
    printed.push(`console.${method}: ${format(...args)}`);
  };

beforeEach(() => {
  printed = [];
});
afterEach(() => {
  expect(printed, "unexpected console output").toEqual([]);
});
