export { installAutodiffCorrections } from "./install";
export { checkSecondOrder } from "./self-test";
