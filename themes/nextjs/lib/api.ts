// The one way to the API: typed, kept under tags, stale on failure.
import "server-only";
import { unstable_cache } from "next/cache";
import { cache } from "react";
import { DOCUMENTS, type Operations } from "@/gen/documents";
import { ApiError } from "./errors";
import { recall, remember } from "./last-good";
import { tagsOf } from "./tags";
import { send } from "./transport";

/** Seconds after which an answer is asked for again, should no revalidation call have come. */
const KEPT_SECONDS = 300;

/** Thrown inside the cache so that a partial answer is shown once and never kept. */
class Partial extends Error {
  constructor(readonly data: unknown) {
    super("Some fields have no answer.");
  }
}

/** The answer of an operation. A failed call throws `ApiError`; only `null` in the data means "not there". */
export function ask<Name extends keyof Operations>(
  name: Name,
  variables: Operations[Name]["variables"],
): Promise<Operations[Name]["data"]> {
  return askOnce(name, JSON.stringify(variables)) as Promise<Operations[Name]["data"]>;
}

/** Within one render each question is asked once. */
const askOnce = cache(async (name: keyof Operations, variables: string): Promise<unknown> => {
  const key = `${DOCUMENTS[name]} ${variables}`;
  const begun = Date.now();
  try {
    const data = await keepAnswer(name, variables);
    remember(key, data, tagsOf(name), begun);
    return data;
  } catch (error) {
    if (error instanceof Partial) return error.data;
    const stale = await recall(key);
    if (stale === null) throw error;
    console.warn(JSON.stringify({ event: "stale_answer", operation: name, code: (error as ApiError).code ?? "" }));
    return stale;
  }
});

function keepAnswer(name: keyof Operations, variables: string): Promise<unknown> {
  const load = async (): Promise<unknown> => {
    const { data, partial } = await send(DOCUMENTS[name], JSON.parse(variables));
    if (partial.length === 0) return data;
    console.warn(JSON.stringify({ event: "partial_answer", operation: name, errors: partial }));
    throw new Partial(data);
  };
  return unstable_cache(load, [DOCUMENTS[name], variables], { tags: tagsOf(name), revalidate: KEPT_SECONDS })();
}

/** An answer that is never kept, for questions that visitors type. */
export async function askFresh<Name extends keyof Operations>(
  name: Name,
  variables: Operations[Name]["variables"],
): Promise<Operations[Name]["data"]> {
  return (await send(DOCUMENTS[name], variables)).data as Operations[Name]["data"];
}
