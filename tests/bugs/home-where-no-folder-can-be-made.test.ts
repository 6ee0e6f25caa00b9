import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { openStore } from "../../db/connection";

// Node's recursive mkdir never returned from such a path, and the server took a whole core.
test.skipIf(!existsSync("/proc/self"))(
  "a data home where no folder can be made is refused in one sentence",
  () => {
    expect(() => openStore("/proc/nope/home")).toThrow(
      /Cannot open \/proc\/nope\/home\/gradiometer.db .* GRADIOMETER_HOME/,
    );
  },
);
