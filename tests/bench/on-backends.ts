import { dataHome } from "../../db/home";
import { isNativeInstalled } from "../../trainer/backend/native";
import type { Benchmark } from "./benchmark";

/** The native one is measured where `gradiometer backend install node` has been run. */
export type MeasuredBackend = "wasm" | "node";

/** A figure on wasm and, as `<name>-native`, the same on the native backend. */
export function onBackends(
  name: string,
  figure: (backend: MeasuredBackend) => Omit<Benchmark, "name">,
): Benchmark[] {
  const lacks = () =>
    isNativeInstalled(dataHome(), "node")
      ? null
      : `no native backend under ${dataHome()}; gradiometer backend install node makes one`;
  return [
    { name, ...figure("wasm") },
    { name: `${name}-native`, lacks, ...figure("node") },
  ];
}
