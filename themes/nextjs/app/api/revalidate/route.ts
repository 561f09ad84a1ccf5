import { revalidateTag } from "next/cache";
import { readBody } from "@/lib/body";
import { forget } from "@/lib/last-good";
import { refuse } from "@/lib/signature";
import { tagsFor } from "@/lib/tags";

const MOST_BYTES = 64 * 1024;

/** Drops the answers that show some kinds of content: `{"kinds": ["solutions.solution"]}`, signed. */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, MOST_BYTES);
  if (body === null) return Response.json({ error: "too large" }, { status: 413 });
  const secret = process.env.REVALIDATE_SECRET ?? "";
  const reason = refuse(secret, request.headers.get("x-timestamp"), request.headers.get("x-signature"), body);
  if (reason) {
    console.warn(JSON.stringify({ event: "revalidation_refused", reason }));
    return Response.json({ error: "refused" }, { status: reason === "secret" ? 503 : 401 });
  }
  const kinds = readKinds(body);
  if (!kinds) return Response.json({ error: "kinds expected" }, { status: 400 });
  const tags = tagsFor(kinds);
  for (const tag of tags) revalidateTag(tag, { expire: 0 });
  forget(tags);
  return Response.json({ dropped: tags });
}

function readKinds(body: string): string[] | null {
  try {
    const { kinds } = JSON.parse(body) as { kinds?: unknown };
    return Array.isArray(kinds) && kinds.length > 0 && kinds.every((kind) => typeof kind === "string") ? kinds : null;
  } catch {
    return null;
  }
}
