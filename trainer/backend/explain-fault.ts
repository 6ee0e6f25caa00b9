/**
 * What a fault of WebAssembly says of itself, "Aborted(). Build with -sASSERTIONS for more info.", helps nobody: in its
 * words, and why it mostly is. Other faults say it themselves.
 */
export function explainFault(message: string): string {
  if (!message.startsWith("Aborted(")) return message;
  return (
    `WebAssembly ended with "${message}", as it does where its memory, 4 GiB, is full: a smaller batch or network ` +
    "needs less, and the native backend (gradiometer backend install node) has all of the machine's"
  );
}
