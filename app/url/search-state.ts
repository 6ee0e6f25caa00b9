/** How one page keeps its state in the URL: declared once a page, in its search-params.ts. */
export interface SearchCodec<State> {
  /** Unknown and invalid values become the default: a link never breaks a page. */
  parse: (params: URLSearchParams) => State;
  /** Defaults are left out, so that a plain page has a plain address. */
  serialize: (state: State) => URLSearchParams;
}

/** Commas and colons stay readable; URLSearchParams would print them as %2C and %3A. */
export function toQueryString(params: URLSearchParams): string {
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}
