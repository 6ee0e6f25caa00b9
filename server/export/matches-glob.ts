/**
 * Whether all of `text` matches: `*` stands for any characters, none included, `?` for one. Goes back to the latest star
 * only, so the cost is at most pattern x text, unlike that of a regular expression of many stars.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let read = 0; read < text.length; )
    if (pattern[at] === "*") {
      star = at++;
      resume = read;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[read])) {
      at++;
      read++;
    } else if (star >= 0) {
      at = star + 1;
      read = ++resume;
    } else return false;
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
