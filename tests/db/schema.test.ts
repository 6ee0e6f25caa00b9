import { is, Table } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import { migrations } from "../../db/migrate";
import * as schema from "../../db/schema";
import { freshDatabase } from "../setup/database";

/** Migrations are written by hand, so this test is what keeps drizzle's schema true to them. */
const tables = Object.values(schema).filter((value): value is SQLiteTable & typeof value => is(value, Table));

test("every table of the database has its schema, and the other way round", () => {
  const db = freshDatabase();
  const stored = db.sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  const described = tables.map((table) => getTableConfig(table).name);
  expect(stored.sort()).toEqual([...described, "migration"].sort());
});

describe.each(tables.map((table) => getTableConfig(table)))("$name", (table) => {
  test("has the columns of its schema: names, types, null and keys", () => {
    const db = freshDatabase();
    const stored = db.sqlite.pragma(`table_info(${table.name})`) as {
      name: string;
      type: string;
      notnull: number;
      pk: number;
    }[];
    const composite = new Set(table.primaryKeys.flatMap(({ columns }) => columns.map(({ name }) => name)));
    expect(
      stored.map(({ name, type, notnull, pk }) => ({ name, type, notnull: notnull === 1, pk: pk > 0 })),
    ).toEqual(
      table.columns.map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        notnull: column.notNull,
        pk: column.primary || composite.has(column.name),
      })),
    );
  });

  test("has the indexes of its schema", () => {
    const db = freshDatabase();
    const stored = db.sqlite.pragma(`index_list(${table.name})`) as {
      name: string;
      unique: number;
      origin: string;
      partial: number;
    }[];
    const described = table.indexes.map(({ config }) => ({
      name: config.name,
      unique: config.unique,
      partial: config.where !== undefined,
      columns: config.columns.map((column) => ("name" in column ? column.name : "")),
    }));
    expect(
      stored
        .filter(({ origin }) => origin === "c")
        .map(({ name, unique, partial }) => ({
          name,
          unique: unique === 1,
          partial: partial === 1,
          columns: (db.sqlite.pragma(`index_info(${name})`) as { name: string }[]).map(
            (column) => column.name,
          ),
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    ).toEqual(described.sort((a, b) => a.name.localeCompare(b.name)));
  });

  test("has the foreign keys of its schema", () => {
    const db = freshDatabase();
    const stored = db.sqlite.pragma(`foreign_key_list(${table.name})`) as {
      table: string;
      from: string;
      to: string;
      on_delete: string;
    }[];
    const key = (from: string, to: string, onDelete: string) => `${from} -> ${to} ${onDelete}`.toLowerCase();
    expect(stored.map((row) => key(row.from, `${row.table}.${row.to}`, row.on_delete)).sort()).toEqual(
      table.foreignKeys
        .map((foreignKey) => {
          const { columns, foreignTable, foreignColumns } = foreignKey.reference();
          const to = `${getTableConfig(foreignTable).name}.${foreignColumns[0]?.name}`;
          return key(columns[0]?.name ?? "", to, foreignKey.onDelete ?? "no action");
        })
        .sort(),
    );
  });
});

test("points and rollups are stored in the order of their key, without a row id", () => {
  const db = freshDatabase();
  const listed = db.sqlite.pragma("table_list") as { name: string; wr: number }[];
  const withoutRowId = listed.filter(({ wr }) => wr === 1).map(({ name }) => name);
  expect(withoutRowId).toEqual(expect.arrayContaining(["point", "rollup", "rollup_chunk", "append_cursor"]));
});

test("every index of a migration names the query it serves", () => {
  for (const { sql } of migrations())
    for (const [, before, index] of sql.matchAll(/([^\n]*)\nCREATE (?:UNIQUE )?INDEX (\w+)/g))
      expect(before, index).toMatch(/^-- Serves: /);
});

describe("hot queries are answered from an index", () => {
  test.each([
    ["SELECT step, wall_time, value FROM point WHERE series_id = 1 AND step > 5 ORDER BY step LIMIT 10"],
    ["SELECT * FROM rollup WHERE series_id = 1 AND bucket BETWEEN 1 AND 5 ORDER BY bucket"],
    ["SELECT * FROM series WHERE run_id = 'a' AND name = 'b'"],
    ["SELECT run_id FROM series WHERE ended = 1 AND name >= 'a' AND name < 'b' AND last_value > 5"],
    ["SELECT run_id FROM series WHERE ended = 0 AND name >= 'a' AND name < 'b' AND last_value > 5"],
    ["SELECT id FROM run WHERE change > 5 ORDER BY change"],
    ["SELECT id FROM run WHERE status = 'running' AND heartbeat_at < 5"],
    ["SELECT run_id FROM episode WHERE change > 5 ORDER BY change"],
    ["SELECT id FROM alert WHERE change > 5 ORDER BY change"],
    ["SELECT count(*) FROM alert WHERE seen_at IS NULL"],
    ["SELECT * FROM delivery WHERE state = 'pending' AND next_attempt_at <= 5 ORDER BY next_attempt_at"],
    ["SELECT * FROM log_line WHERE run_id = 'a' AND id < 9 ORDER BY id DESC LIMIT 200"],
    ["SELECT * FROM media WHERE run_id = 'a' AND name = 'b' ORDER BY step"],
  ])("%s", (query) => {
    const db = freshDatabase();
    const plan = (db.sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`).all() as { detail: string }[]).map(
      ({ detail }) => detail,
    );
    expect(plan.join("\n")).toMatch(/^SEARCH/);
    expect(plan.join("\n")).not.toMatch(/SCAN|TEMP B-TREE FOR ORDER BY/);
  });
});
