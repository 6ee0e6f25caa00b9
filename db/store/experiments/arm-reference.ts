import type { ArmReference } from "../../contract/read-models";

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null };

/** The arm of a row from outer joins; null for a run that belongs to none. */
export function armReference(row: Nullable<ArmReference>): ArmReference | null {
  const { experimentId, experimentName, armId, armName, position } = row;
  if (experimentId === null || experimentName === null) return null;
  if (armId === null || armName === null || position === null) return null;
  return { experimentId, experimentName, armId, armName, position };
}
