import { config } from "zod/v4/core";

// Runs before any page's code, so before any schema exists: a schema would try whether it may compile
// itself with eval, which the pages' policy forbids and browsers report as a violation.
config({ jitless: true });
