import { defineConfig } from "drizzle-kit";

/**
 * drizzle-kit cannot express WITHOUT ROWID, so the migrations in db/migrations are written by hand;
 * `npm run db:generate` writes a draft of the current schema to copy from.
 */
export default defineConfig({
  dialect: "sqlite",
  schema: "./db/schema",
  out: "./dist/schema-draft",
});
