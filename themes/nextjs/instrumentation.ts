// Next.js runs this once, when a server starts, and tells it of each error while rendering.
import type { Instrumentation } from "next";
import { isApiError } from "./lib/errors";

/** Next.js builds this for its other runtime as well, which has no requests of Node's. */
const load = async () => (process.env.NEXT_RUNTIME === "nodejs" ? import("./lib/unavailable") : null);

export async function register(): Promise<void> {
  (await load())?.watchRequests();
}

/** A page that could not be made because the API gave no answer is answered 503, and not 500. */
export const onRequestError: Instrumentation.onRequestError = async (error) => {
  if (isApiError(error)) (await load())?.answerUnavailable(error.retryAfter);
};
