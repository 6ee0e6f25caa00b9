export type PageSearch = Promise<Record<string, string | string[] | undefined>>;

/** A page's search parameters in the form that its codec reads; of a repeated one the first counts. */
export async function searchParamsOf(search: PageSearch): Promise<URLSearchParams> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await search)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) params.set(name, first);
  }
  return params;
}
