/** What was measured at one step: value by series name, in the order in which charts list them. */
export type Points = Map<string, number>;
