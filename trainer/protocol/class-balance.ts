import type { Random } from "../random";

/**
 * Draws examples so that every class comes up equally often, whatever its share of the data: a class uniformly, then one
 * of its examples uniformly. `labels`: class of each example, by index; classes without examples are left out.
 * Misleads: a model trained so is calibrated to equal classes, and rare examples are seen often, so learned by heart sooner.
 */
export function balancedIndex(labels: ArrayLike<number>): (random: Random) => number {
  const classes = new Map<number, number[]>();
  for (let index = 0; index < labels.length; index += 1) {
    const members = classes.get(labels[index]!);
    if (members) members.push(index);
    else classes.set(labels[index]!, [index]);
  }
  const groups = [...classes].sort(([a], [b]) => a - b).map(([, members]) => members);
  return (random) => {
    const members = groups[random.integer(groups.length)]!;
    return members[random.integer(members.length)]!;
  };
}
