// A browser that has a kept page already is told so. Next.js would compare, but only with an ETag that it works out anew at each
// request (`generateEtags`), which takes a third of the time to the first byte; ours is kept with the page (cache/etag.mjs).
import type { IncomingMessage, ServerResponse } from "node:http";

/** Send no ETag with the data that scripts ask for, which is another text; answer 304 where the browser has the page. */
export function watchUnchanged(request: IncomingMessage, response: ServerResponse): void {
  const known = request.headers["if-none-match"];
  if (request.headers.rsc) dropEtag(response);
  else if (known && (request.method === "GET" || request.method === "HEAD")) setImmediate(() => answerUnchanged(known, response));
}

function dropEtag(response: ServerResponse): void {
  const { appendHeader } = response;
  response.appendHeader = (name, value) => (name.toLowerCase() === "etag" ? response : appendHeader.call(response, name, value));
}

/** After Next.js has put its own functions for compression in place. */
function answerUnchanged(known: string, response: ServerResponse): void {
  const { end } = response;
  response.end = function endUnchanged(this: ServerResponse, ...given: unknown[]) {
    const etag = response.getHeader("etag");
    if (response.statusCode !== 200 || response.headersSent || typeof etag !== "string" || !names(known, etag)) return (end as (...given: unknown[]) => ServerResponse).apply(response, given);
    for (const name of ["content-length", "content-type"]) response.removeHeader(name);
    response.statusCode = 304;
    return (end as () => ServerResponse).call(response);
  } as typeof end;
}

/** Whether If-None-Match names an ETag; compression does not tell its answers apart, so the comparison is weak. */
export function names(known: string, etag: string): boolean {
  const plain = (text: string): string => text.trim().replace(/^W\//, "");
  return known.trim() === "*" || known.split(",").some((each) => plain(each) === plain(etag));
}
