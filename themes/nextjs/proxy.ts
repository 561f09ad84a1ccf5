import { type NextRequest, NextResponse } from "next/server";
import { type Params, toState } from "@/lib/address";

export const config = { matcher: ["/solutions/", "/de/solutions/"] };

/** Lead a list with a query to the page that is kept for that state. The rewrites of next.config.ts add the default language. */
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
