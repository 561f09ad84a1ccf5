import { askFresh } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import { isLocale } from "@/lib/text";

/** Titles that begin with what a visitor types. */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const query = (params.get("q") ?? "").trim().slice(0, 100);
  const locale = params.get("locale") ?? "en";
  if (query.length < 2 || !isLocale(locale)) return Response.json([]);
  try {
    const { suggest } = await askFresh("Suggest", { query, locale });
    const found = (suggest ?? []).slice(0, 8).map(({ text, path, kind }) => ({ text, path: path ?? null, kind }));
    return Response.json(found, { headers: { "Cache-Control": "private, max-age=30" } });
  } catch (error) {
    const wait = error instanceof ApiError ? error.retryAfter : null;
    return Response.json([], { status: 503, headers: { "Retry-After": String(wait ?? 5) } });
  }
}
