import type { GradientCase } from "../gradient-case";
import { fusedCases, layerNormCases, mlpCases } from "./dense";
import { binaryCases, elementwiseCases } from "./elementwise";
import { imageCases } from "./images";
import { networkCases } from "./networks";
import { matMulCases } from "./products";
import { reductionCases } from "./reductions";
import { refusedCases } from "./refused";
import { shapeCases } from "./shapes";

export const gradientCases: GradientCase[] = [
  ...mlpCases,
  ...fusedCases,
  ...layerNormCases,
  ...elementwiseCases,
  ...binaryCases,
  ...matMulCases,
  ...reductionCases,
  ...shapeCases,
  ...imageCases,
  ...networkCases,
  ...refusedCases,
];
