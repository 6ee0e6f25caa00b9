type Ending = { status: "finished" } | { status: "crashed"; message: string };

/** Calls `finish` when this process exits before the returned function was called. A signal leaves no time for it. */
export function finishAtExit(finish: (ending: Ending) => void): () => void {
  const onExit = (code: number) =>
    finish(
      code === 0
        ? { status: "finished" }
        : { status: "crashed", message: `The program exited with code ${code} before it finished the run` },
    );
  process.once("exit", onExit);
  return () => void process.off("exit", onExit);
}
