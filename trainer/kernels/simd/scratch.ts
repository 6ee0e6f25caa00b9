import type { WasmBackend } from "../heap";

/**
 * Calls `use` with addresses of room for as many floats each, and frees it afterwards. The allocator finds the same
 * block again at the next call.
 */
export function withScratch(
  { wasm }: WasmBackend,
  counts: readonly [number, number],
  use: (first: number, second: number) => void,
): void {
  const aligned = Math.ceil(counts[0] / 4) * 16;
  const bytes = aligned + 4 * counts[1];
  const address = wasm._malloc(bytes) >>> 0;
  if (address === 0) throw new Error(`The wasm heap has no room for ${bytes} bytes of patches`);
  try {
    use(address, address + aligned);
  } finally {
    wasm._free(address);
  }
}
