import { readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../db/package-root";
import { importedFrom, sourceFiles, trackedFiles } from "./architecture/source-files";

const root = packageRoot();

/**
 * Rooms, from the most inner to the widest: the first whose folder holds a file is its room. `may` lists the
 * rooms it may import from besides itself; `instead` is what a person who broke the rule should do.
 */
const rooms = [
  {
    folder: "db/contract",
    may: [],
    instead:
      "The contract is zod and constants only, so that browsers can load it; move what needs more out of it.",
  },
  {
    folder: "db",
    may: ["db/contract"],
    instead: "db is the ground floor: of ours it imports db/contract only. Pass the data in as an argument.",
  },
  {
    folder: "diagnostics",
    may: ["db/contract"],
    instead: "diagnostics is pure: it imports db/contract only. Pass the data in as an argument.",
  },
  {
    folder: "clients",
    may: ["db/contract", "db"],
    instead: "A client records into the store or to a server; of ours it imports db only.",
  },
  {
    folder: "trainer",
    may: ["db/contract", "db", "diagnostics", "clients"],
    instead: "A trainer records without a server: put what both need into db/contract.",
  },
  {
    folder: "server",
    may: ["db/contract", "db", "diagnostics"],
    instead:
      "The server starts trainer/main as a process and knows no page: put what both need into db/contract.",
  },
  {
    folder: "app",
    may: ["db/contract"],
    instead: "Pages read through tRPC: import db/contract, or type AppRouter from server/trpc/router.",
  },
] as const;

const roomOf = (path: string) => rooms.find(({ folder }) => path.startsWith(`${folder}/`));

describe("imports point one way", () => {
  for (const room of rooms)
    test(`${room.folder} imports only ${room.may.join(", ") || "itself and packages"}`, () => {
      const wrong = sourceFiles(root)
        .filter((file) => roomOf(file) === room)
        .flatMap((file) =>
          importedFrom(join(root, file))
            .filter(({ from }) => from.startsWith("."))
            .map(({ from, typeOnly }) => ({
              file,
              target: posix.normalize(posix.join(dirname(file), from)),
              typeOnly,
            })),
        )
        .filter(({ target, typeOnly }) => !isAllowed(room, target, typeOnly))
        .map(({ file, target }) => `${file} imports ${target}. ${room.instead}`);
      expect(wrong).toEqual([]);
    });

  test("diagnostics and the contract reach for nothing of Node, so that they stay pure and browser-safe", () => {
    const wrong = sourceFiles(root)
      .filter((file) => /^(db\/contract|diagnostics)\//.test(file))
      .flatMap((file) =>
        importedFrom(join(root, file))
          .filter(({ from }) => !from.startsWith(".") && from !== "zod")
          .map(({ from }) => `${file} imports ${from}; zod is the one package it may use`),
      );
    expect(wrong).toEqual([]);
  });

  test("of diagnostics, no file reads a clock or draws a random number", () => {
    const wrong = sourceFiles(root)
      .filter((file) => file.startsWith("diagnostics/"))
      .filter((file) => /Date\.now|performance\.now|Math\.random|new Date\(\)/.test(read(file)));
    expect(wrong, "pass times and seeds in as arguments").toEqual([]);
  });
});

/** House style wishes for 40 to 120 lines and looks for a second noun from 250; beyond this there is one. */
const longest = 340;

describe("files and names", () => {
  test("top-level folders are those of the design", () => {
    const folders = new Set(
      trackedFiles(root)
        .filter((file) => file.includes("/"))
        .map((file) => file.split("/")[0]),
    );
    const designed = [
      ".ci",
      "app",
      "clients",
      "db",
      "diagnostics",
      "docs",
      "public",
      "server",
      "tests",
      "trainer",
    ];
    expect([...folders].filter((folder) => folder !== undefined && !designed.includes(folder))).toEqual([]);
  });

  test("source files are kebab-case", () => {
    const named = /^(\[[a-z-]+\]|[a-z0-9]+(-[a-z0-9]+)*)((\.(test|config|d))?\.(ts|tsx|mjs|js|css))?$/;
    const wrong = sourceFiles(root).filter((file) => !file.split("/").every((part) => named.test(part)));
    expect(wrong).toEqual([]);
  });

  test("no folder is a grab bag", () => {
    const wrong = sourceFiles(root).filter((file) =>
      /(^|\/)(utils?|helpers?|misc|common|managers?)(\.|\/|$)/.test(file),
    );
    expect(wrong, "name the file for its one verb or noun").toEqual([]);
  });

  test("files stay short enough to have one subject", () => {
    const long = sourceFiles(root)
      .map((file) => ({ file, lines: read(file).split("\n").length }))
      .filter(({ file, lines }) => lines > longest && !file.startsWith("tests/"))
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(long, "look for the second noun in it").toEqual([]);
  });
});

describe("what is committed runs anywhere", () => {
  test("no path of one machine and no address of a registry", () => {
    // Assembled here, so that this file does not hold what it looks for.
    const forbidden = [
      new RegExp(["/ro", "ot/|(?<![\\w.])/ho", "me/[a-z]|/wo", "rk/(main|shared)|/Us", "ers/[a-z]"].join("")),
      new RegExp(["registry\\.np", "mjs\\.org|registry\\.ya", "rnpkg|py", "pi\\.org/simple"].join("")),
    ];
    const wrong = trackedFiles(root)
      .filter((file) => !/\.(png|ico|woff2?|gz|svg)$/.test(file) && file !== "LICENSE")
      .flatMap((file) =>
        read(file)
          .split("\n")
          .flatMap((line, index) =>
            forbidden.some((pattern) => pattern.test(line))
              ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`]
              : [],
          ),
      );
    expect(wrong).toEqual([]);
  });
});

function isAllowed(room: (typeof rooms)[number], target: string, typeOnly: boolean): boolean {
  if (target === "package.json") return true;
  const other = roomOf(`${target}/`);
  if (!other) return false;
  if (other === room || room.may.some((folder) => folder === other.folder)) return true;
  // Types are gone at run time: the router's type is the API that pages are checked against.
  return room.folder === "app" && typeOnly && target === "server/trpc/router";
}

const read = (file: string) => readFileSync(join(root, relative("", file)), "utf8");
