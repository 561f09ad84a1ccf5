import { type NextRequest, NextResponse } from "next/server";
import { keptPath } from "@/lib/kept-address";

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

/** Lead a list with filters to the page that is kept for that state; next.config.ts does so for those without, and
 * lib/unavailable.ts for documents, before Next.js sees them. */
export function proxy(request: NextRequest): NextResponse {
  const url = request.nextUrl.clone();
  const path = keptPath(url.pathname, url.searchParams);
  if (path === null) return NextResponse.next();
  url.pathname = path;
  url.search = "";
  return NextResponse.rewrite(url);
}
