/** What pages, CLI and tRPC read. Times are milliseconds since 1970 UTC; numbers may be non-finite. */
export type * from "./alert";
export type * from "./arm-reference";
export type * from "./cause";
export type * from "./episode";
export type * from "./experiment";
export type * from "./retention";
export type * from "./run";
export type * from "./saved-view";
export type * from "./series";
export type * from "./server";
export type * from "./triage";
