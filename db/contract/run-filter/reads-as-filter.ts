/** Whether a text in the search field is meant as a filter: it compares something, which names of runs hardly do. */
export function readsAsFilter(text: string): boolean {
  return /^\s*(?:not\b|\()*\s*[\w./]+\s*(?:\([^()]*\))?\s*(?:=|!=|<|>|!?~|\bin\s*\()/i.test(text);
}
