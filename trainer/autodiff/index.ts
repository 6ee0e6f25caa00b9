export { installAutodiffCorrections } from "./install";
