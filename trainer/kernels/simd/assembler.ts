import { type Code, end, unsigned } from "./instructions";

/**
 * Writes WebAssembly modules: the kernels beside this file are TypeScript that puts instructions together, so they
 * need no compiler, and what runs is what stands here. Only what they use is there: functions of numbers over one
 * imported memory.
 *
 * Source: WebAssembly core specification 2.0, chapter 5 (binary format).
 */

const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** A parameter or local variable of a function. */
export interface Variable {
  /** Pushes its value. */
  get: Code;
  set(value: Code): Code;
}

/** What a kernel's body is written with. Parameters come first, in the order in which they are asked for. */
export interface FunctionWriter {
  parameter(type: "i32" | "f32" | "f64"): Variable;
  variable(type: ValueType): Variable;
}

export interface KernelSource {
  name: string;
  body(write: FunctionWriter): Code;
}

/** The binary of a module that imports its memory as "kernels" "memory" and exports each kernel by its name. */
export function assembleModule(kernels: readonly KernelSource[]): Uint8Array<ArrayBuffer> {
  const functions = kernels.map(writeFunction);
  const one = [0x01];
  const memoryImport = [...text("kernels"), ...text("memory"), 0x02, 0x00, ...one];
  const types = functions.map(({ parameters }) => [0x60, ...vector(parameters.map(typeCode)), 0x00]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, [...one, ...memoryImport]),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(kernels.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]))),
    ...section(10, vector(functions.map(({ code }) => [...unsigned(code.length), ...code]))),
  ]);
}

function writeFunction({ name, body }: KernelSource): { parameters: ValueType[]; code: Code } {
  const parameters: ValueType[] = [];
  const variables: ValueType[] = [];
  const at = (index: () => number): Variable => ({
    get get() {
      return [0x20, ...unsigned(index())];
    },
    set: (value) => [...value, 0x21, ...unsigned(index())],
  });
  const instructions = body({
    parameter(type) {
      // Variables are numbered after the parameters, so all of these must be known by then.
      if (variables.length > 0) throw new Error(`${name}: ask for parameters before variables`);
      const index = parameters.push(type) - 1;
      return at(() => index);
    },
    variable(type) {
      const index = variables.push(type) - 1;
      return at(() => parameters.length + index);
    },
  });
  const locals = variables.map((type) => [...unsigned(1), ...typeCode(type)]);
  return { parameters, code: [...vector(locals), ...instructions, ...end] };
}

const typeCode = (type: ValueType): Code => [valueTypes[type]];

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];

const vector = (entries: readonly Code[]): Code => [...unsigned(entries.length), ...entries.flat()];

function text(value: string): Code {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
}
