/**
 * What a trainer says on stdout and stderr is a courtesy: a log on a full disk, or a reader that went away, must
 * not end a training. Failed writes are dropped, their callbacks called all the same.
 */
export function keepGoingWithoutOutput(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", () => {});
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    // A stream over a file writes at once, and throws where others would emit an error.
    stream.write = ((...given: unknown[]) => {
      try {
        return write(...given);
      } catch (error) {
        const callback = given.at(-1);
        if (typeof callback === "function") callback(error);
        return false;
      }
    }) as typeof stream.write;
  }
}
