import { type NextRequest, NextResponse } from "next/server";
import { type Params, toState } from "@/lib/address";

// Next.js reads this while building, so the names of filters stand here once more; a test compares them.
export const config = {
  matcher: [
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "categories" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "tags" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "useCases" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "vendor" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "pricingModel" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "deployment" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "platforms" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "openSource" }] },
    { source: "/:locale(de)?/solutions/", has: [{ type: "query", key: "minRating" }] },
  ],
};

/** Lead a list with filters to the page that is kept for that state; next.config.ts does so for those without. */
export function proxy(request: NextRequest): NextResponse {
  const url = request.nextUrl.clone();
  const params: Params = {};
  for (const name of url.searchParams.keys()) params[name] = url.searchParams.getAll(name);
  const state = toState(params);
  if (state === null) return NextResponse.next();
  url.pathname += `~kept/${state}/`;
  url.search = "";
  return NextResponse.rewrite(url);
}
