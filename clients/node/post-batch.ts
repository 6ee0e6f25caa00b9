import { type ErrorCode, GradiometerError } from "../../db/contract/errors";
import { type IngestBatchInput, IngestError, IngestReceipt } from "../../db/contract/ingest";
import type { ServerAddress } from "../../db/contract/server-address";

/** Longer than the server waits for its own database. */
const patienceMs = 60_000;

/** The server may take the same batch later: it is away, busy, or its disk is full. */
export class TryAgain extends GradiometerError {
  constructor(
    message: string,
    /** As it asked by Retry-After; 0 where it did not. */
    readonly afterMs: number,
    options?: { cause?: unknown },
  ) {
    super("unavailable", message, options);
  }
}

/**
 * Sends a batch and returns once it is committed there. Throws `TryAgain` where the same batch may be taken later, and a
 * GradiometerError with the server's own words where it never will be.
 */
export async function postBatch(server: ServerAddress, batch: IngestBatchInput): Promise<IngestReceipt> {
  const { status, text } = await ask(server, "POST", "/api/ingest", JSON.stringify(batch));
  if (status !== 200) throw refusalOf(server, status, text);
  const receipt = IngestReceipt.safeParse(parsed(text));
  if (!receipt.success) throw notGradiometer(server, status);
  return receipt.data;
}

export interface Answer {
  status: number;
  text: string;
}

/** One request; throws `TryAgain` where it had no answer, or one that asks for patience. */
export async function ask(
  server: ServerAddress,
  method: "GET" | "POST",
  path: string,
  body: string | null = null,
): Promise<Answer> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (server.token) headers.authorization = `Bearer ${server.token}`;
  const signal = AbortSignal.timeout(patienceMs);
  try {
    // Followed, a redirected POST would arrive as a GET.
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
    });
    const text = await response.text();
    if (isTemporary(response.status))
      throw new TryAgain(
        `The server at ${server.url} takes no events just now: ${wordsOf(text) ?? `it answered ${response.status}`}`,
        1000 * (Number(response.headers.get("retry-after")) || 0),
      );
    return { status: response.status, text };
  } catch (error) {
    if (error instanceof TryAgain) throw error;
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const why = signal.aborted
      ? `no answer within ${patienceMs / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
    throw new TryAgain(`The server at ${server.url} does not answer (${why})`, 0, { cause: error });
  }
}

/** 507 is a full disk, 500 what its log explains: whoever looks after it can mend both. */
const isTemporary = (status: number) => status === 408 || status === 429 || status >= 500;

const codes: Record<number, ErrorCode> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  413: "too-large",
};

/** What a status that is no success means, in the server's own words where it has any. */
export function refusalOf(server: ServerAddress, status: number, text: string): GradiometerError {
  const words = wordsOf(text);
  const code = codes[status];
  if (!code || !words) return notGradiometer(server, status);
  const advice = code === "unauthorized" ? " Set GRADIOMETER_TOKEN to its token." : "";
  return new GradiometerError(code, `The server at ${server.url} refuses (${status}): ${words}${advice}`);
}

export const notGradiometer = ({ url }: ServerAddress, status: number) =>
  new GradiometerError(
    "invalid",
    `Expected Gradiometer's server at ${url}, got an answer (${status}) that is not its own; correct GRADIOMETER_URL`,
  );

function wordsOf(text: string): string | undefined {
  const refusal = IngestError.safeParse(parsed(text));
  return refusal.success ? refusal.data.error.message : undefined;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
