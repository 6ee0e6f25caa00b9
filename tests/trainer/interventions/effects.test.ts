import { expect, it, vi } from "vitest";
import { interventionNames } from "../../../db/contract/interventions";
import { onBackend } from "../on-backend";
import { effectsOfClipping } from "./effects/clipping";
import { effectsOfConstraints } from "./effects/constraints";
import { effectsOfGeneratorLosses } from "./effects/generator-losses";
import { effectsOfPenalties } from "./effects/penalties";
import { effectsOfRegularizers } from "./effects/regularizers";
import { effectsOnSamples } from "./effects/samples";
import { trained } from "./train-briefly";

onBackend();
// Some rows train four networks: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

/**
 * Each intervention is trained for a few dozen steps beside the same run without it, and must change what it is for.
 * All in one process, so that the last test sees which were, and runs without any are trained once.
 */
effectsOfClipping();
effectsOfConstraints();
effectsOfPenalties();
effectsOfRegularizers();
effectsOnSamples();
effectsOfGeneratorLosses();

it("leaves no intervention out", () => {
  expect([...trained].sort()).toEqual([...interventionNames].sort());
});
