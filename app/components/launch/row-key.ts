let last = 0;

/** For a row that is added in the browser: steady while rows move, for React and for focus. */
export const newRowKey = (): string => `new-${++last}`;
