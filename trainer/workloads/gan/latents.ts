import type { Random } from "../../random";
import type { GanModel } from "./gan-model";

/** What a generator starts from. */
export interface Latents {
  /** [count * latent]. */
  values: Float32Array;
  /** Of a conditional model the class that each asks for. */
  classes?: Int32Array;
}

/** Normal noise and, of a conditional model, classes of which each is as likely as any other. */
export function drawLatents(
  { latent, conditional }: Pick<GanModel, "latent" | "conditional">,
  count: number,
  random: Random,
): Latents {
  const values = random.fillNormal(new Float32Array(count * latent));
  if (!conditional) return { values };
  const classes = Int32Array.from({ length: count }, () => random.integer(conditional.classes));
  askFor(classes, conditional.classes, values);
  return { values, classes };
}

/** Writes the class that each latent vector asks for over its last numbers, as many as there are classes: one-hot. */
export function askFor(asked: Int32Array, classes: number, latents: Float32Array): void {
  const length = latents.length / asked.length;
  for (const [index, asks] of asked.entries()) {
    const end = (index + 1) * length;
    latents.fill(0, end - classes, end);
    latents[end - classes + asks] = 1;
  }
}
