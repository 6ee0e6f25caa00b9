import type { WasmBackend } from "../heap";
import { linkSimd, type SimdKernels } from "./module";

/** Memory that SIMD kernels work in, with room for what a kernel needs on the side. */
export interface Heap {
  simd: SimdKernels;
  /** Address of at least so many bytes, good until the next call. */
  scratch(bytes: number): number;
}

const heaps = new WeakMap<WasmBackend, Heap>();

/** The memory of the wasm backend, in which its tensors lie. */
export function heapOf(backend: WasmBackend): Heap {
  const known = heaps.get(backend);
  if (known) return known;
  const { wasm } = backend;
  let room = { address: 0, bytes: 0 };
  const heap: Heap = {
    simd: linkSimd(wasm.asm.memory),
    scratch(bytes) {
      if (bytes <= room.bytes) return room.address;
      if (room.bytes > 0) wasm._free(room.address);
      const address = wasm._malloc(bytes) >>> 0;
      if (address === 0) throw new Error(`The wasm heap has no room for ${bytes} bytes`);
      room = { address, bytes };
      return address;
    },
  };
  heaps.set(backend, heap);
  return heap;
}

/** Memory of its own, for backends whose tensors lie elsewhere: values are copied in and out. */
export interface Arena extends Heap {
  /** Forgets all that was placed. */
  clear(): void;
  /** Address of room for `count` floats, or of these values. */
  place(values: number | Float32Array): number;
  /** A copy of the floats there. */
  read(address: number, count: number): Float32Array;
}

const pageBytes = 65_536;

export function createArena(): Arena {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const simd = linkSimd(memory);
  let used = 0;
  let room = { address: 0, bytes: 0 };
  function allocate(bytes: number): number {
    const address = used;
    used += Math.ceil(bytes / 16) * 16;
    const missing = used - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }
  return {
    simd,
    clear() {
      used = 0;
      room = { address: 0, bytes: 0 };
    },
    scratch(bytes) {
      if (bytes > room.bytes) room = { address: allocate(bytes), bytes };
      return room.address;
    },
    place(values) {
      if (typeof values === "number") return allocate(4 * values);
      const address = allocate(values.byteLength);
      new Float32Array(memory.buffer, address, values.length).set(values);
      return address;
    },
    read: (address, count) => new Float32Array(memory.buffer, address, count).slice(),
  };
}
