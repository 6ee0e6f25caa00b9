import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { canonicalJson } from "../db/store/runs/config-hash";

/** What a run trains on: files, or a generator that makes every example from its parameters and the seed. */
export type DataSource =
  | { files: readonly string[] }
  | { generator: string; parameters: Readonly<Record<string, unknown>> };

export interface DataIdentity {
  /** In words. */
  data: string;
  /** SHA-256 over the files' own, or over the generator's name and parameters: equal data have equal hashes. */
  dataHash: string;
}

export function identifyData(source: DataSource): DataIdentity {
  if ("generator" in source) {
    const { generator, parameters } = source;
    const listed = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
    return {
      data: `generated: ${generator} ${listed.join(" ")}`.trim(),
      dataHash: sha256(canonicalJson({ generator, parameters })),
    };
  }
  return {
    data: source.files.map((file) => basename(file)).join(", "),
    dataHash: sha256(source.files.map((file) => sha256(readFileSync(file))).join("")),
  };
}

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
