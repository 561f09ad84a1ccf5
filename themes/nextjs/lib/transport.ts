// One request to the API: a trusted document by its id, over GET. Nothing here knows of Next.js.
import { randomBytes } from "node:crypto";
import { ApiError, readRetryAfter } from "./errors";

/** How long a page waits for the API before it shows what is kept. */
function patience(): number {
  const given = Number(process.env.API_TIMEOUT_MS);
  return given > 0 ? given : 8_000;
}

export interface Answer {
  data: unknown;
  /** Messages of the fields that failed; the rest of `data` can be shown. */
  partial: string[];
}

interface Body {
  data?: unknown;
  errors?: { message?: string; extensions?: { code?: string } }[];
}

const waits = ((globalThis as { aixploreWaits?: { until: number } }).aixploreWaits ??= { until: 0 });

export function apiUrl(): string {
  return process.env.API_URL ?? "http://127.0.0.1:8000/graphql";
}

function headers(): Record<string, string> {
  const key = process.env.API_KEY;
  return {
    Accept: "application/json",
    traceparent: `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01`,
    ...(key && { Authorization: `Bearer ${key}` }),
  };
}

/** The answer to a trusted document. Throws `ApiError` where there is none to show. */
export async function send(documentId: string, variables: unknown, fetcher: typeof fetch = fetch): Promise<Answer> {
  const wait = Math.ceil((waits.until - Date.now()) / 1000);
  if (wait > 0) throw new ApiError("The API asked us to wait.", "RATE_LIMITED", wait);
  const query = new URLSearchParams({ documentId, variables: JSON.stringify(variables ?? {}) });
  let response: Response;
  try {
    response = await fetcher(`${apiUrl()}?${query}`, {
      headers: headers(),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(patience()),
    });
  } catch (error) {
    throw new ApiError(`The API did not answer: ${(error as Error).message}`, "UNREACHABLE");
  }
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  const retryAfter = readRetryAfter(response.headers.get("retry-after"));
  if (response.status === 429 || response.status === 503) {
    waits.until = Date.now() + (retryAfter ?? 1) * 1000;
    throw new ApiError("The API is busy.", response.status === 429 ? "RATE_LIMITED" : "UNAVAILABLE", retryAfter);
  }
  let body: Body;
  try {
    body = (await response.json()) as Body;
  } catch {
    throw new ApiError(`The API answered ${response.status} without JSON.`, "UNREADABLE");
  }
  const errors = body.errors ?? [];
  const empty = !body.data || Object.values(body.data).every((value) => value === null);
  if (!body.data || (errors.length > 0 && empty)) {
    const first = errors[0];
    throw new ApiError(first?.message ?? `The API answered ${response.status}.`, first?.extensions?.code ?? "NO_DATA");
  }
  return { data: body.data, partial: errors.map((error) => error.message ?? "") };
}
