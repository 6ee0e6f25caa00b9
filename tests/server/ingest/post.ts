/** Sends a batch as a client would; `body` is what the server answered. */
export async function post(
  url: string,
  batch: object | string | Buffer,
  headers: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON was answered
): Promise<{ status: number; body: any; headers: Headers }> {
  const body =
    typeof batch === "string" || Buffer.isBuffer(batch)
      ? new Uint8Array(Buffer.from(batch))
      : JSON.stringify(batch);
  const response = await fetch(`${url}/api/ingest`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
