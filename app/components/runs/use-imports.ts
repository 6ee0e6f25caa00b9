"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ImportJob } from "../../../db/contract/import-job";
import { useTRPC } from "../../trpc/client";

const pollMs = 400;

/** An import that was asked for on this page. */
export interface AskedImport {
  key: number;
  source: string;
  /** Null until the server has what is to be imported. */
  job: ImportJob | null;
  error: string | null;
}

/** Imports asked for since the page was opened, the latest first, each followed until it ends. */
export function useImports() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [imports, setImports] = useState<readonly AskedImport[]>([]);
  const lastKey = useRef(0);

  async function follow(source: string, start: () => Promise<Response>): Promise<void> {
    const key = ++lastKey.current;
    const change = (next: Partial<AskedImport>) =>
      setImports((all) => all.map((one) => (one.key === key ? { ...one, ...next } : one)));
    setImports((all) => [{ key, source, job: null, error: null }, ...all]);
    try {
      let job = await jobOf(await start());
      for (; job.state === "running"; job = await jobOf(await fetch(`/api/import/${job.id}`))) {
        change({ job });
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      change({ job });
      await queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() });
    } catch (error) {
      change({ error: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    imports,
    importPath: (path: string) => {
      void follow(path, () => fetch("/api/import", { method: "POST", body: JSON.stringify({ path }) }));
    },
    /** One after the other: each is sent whole. */
    importFiles: async (files: readonly File[]) => {
      for (const file of files)
        await follow(file.name, () =>
          fetch(`/api/import?file=${encodeURIComponent(file.name)}`, { method: "POST", body: file }),
        );
    },
  };
}

async function jobOf(answer: Response): Promise<ImportJob> {
  const body = (await answer.json()) as ImportJob & { error?: { message?: string } };
  if (!answer.ok) throw new Error(body.error?.message ?? `The server answered ${answer.status}.`);
  return body;
}
