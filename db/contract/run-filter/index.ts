export * from "./filter";
export * from "./parse";
export { readsAsFilter } from "./reads-as-filter";
