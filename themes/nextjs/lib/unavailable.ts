// Next.js answers 500 for whatever fails while rendering, and without scripts its page is empty. Where the API was the
// reason, the answer is 503 with Retry-After, and a page that needs no script. Node tells of requests as they arrive.
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { keptAddress } from "./kept-address";
import { retryPage } from "./retry-page";
import { watchBody } from "./kept-body";

/** Seconds after which to come again, where the API did not say. */
const USUAL_WAIT = 5;

interface Exchange {
  /** As the client asked, before Next.js rewrites it. */
  url: string;
  request: IncomingMessage;
  response: ServerResponse;
}

const current = new AsyncLocalStorage<Exchange>();
const open = new Set<Exchange>();
/** Addresses that failed a moment ago, and when to come again: who asks while a page is being made gets its failure. */
const failing = new Map<string, number>();
const MOMENT_MS = 1_000;

/** Remember each request until it is answered. Those that arrive while the server is still starting are missed. */
export function watchRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const exchange = { url: request.url ?? "/", request, response };
    open.add(exchange);
    // Scripts have to be told that another page answered, which only proxy.ts does.
    if (!request.headers.rsc) request.url = keptAddress(exchange.url) ?? request.url;
    response.setMaxListeners(response.getMaxListeners() + 1); // Next.js takes all that are usual
    response.once("close", () => open.delete(exchange));
    watchBody(request, response, exchange.url);
    current.enterWith(exchange);
    const seconds = failing.get(exchange.url);
    // After Next.js has put its own functions for compression in place.
    if (seconds !== undefined) setImmediate(() => mark(exchange, seconds));
  });
}

/** Make a failure of the present request 503; also of those that wait for the same page to be made. */
export function answerUnavailable(retryAfter: number | null): void {
  const failed = current.getStore();
  if (!failed) return;
  const { url } = failed;
  const seconds = retryAfter ?? USUAL_WAIT;
  if (!failing.has(url)) setTimeout(() => failing.delete(url), MOMENT_MS).unref();
  failing.set(url, seconds);
  for (const exchange of open) if (exchange.url === url) mark(exchange, seconds);
}

function mark(exchange: Exchange, seconds: number): void {
  if (open.delete(exchange)) replaceFailure(exchange, seconds);
}

/** Should this answer become a 500, send the retry page in its place. One that turns out well stays. */
export function replaceFailure({ url, request, response }: Exchange, seconds: number): void {
  if (response.headersSent) return;
  const { write, end, writeHead, flushHeaders } = response;
  const fails = (): boolean => response.statusCode === 500 && !response.headersSent;
  const restore = (): void => void Object.assign(response, { write, end, writeHead, flushHeaders });
  Object.assign(response, {
    writeHead(status: number, ...rest: never[]) {
      response.statusCode = status;
      return fails() ? response : writeHead.call(response, status, ...rest);
    },
    flushHeaders() {
      if (!fails()) flushHeaders.call(response);
    },
    write(...given: Parameters<typeof write>) {
      return fails() ? true : write.apply(response, given);
    },
    end(...given: Parameters<typeof end>) {
      if (!fails()) return end.apply(response, given);
      restore();
      const page = isForReading(request);
      for (const name of ["content-length", "content-disposition", "etag"]) response.removeHeader(name);
      response.statusCode = 503;
      response.setHeader("Retry-After", String(seconds));
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("Content-Type", `text/${page ? "html" : "plain"}; charset=utf-8`);
      return response.end(page ? retryPage(url) : "The directory does not answer at the moment.\n");
    },
  });
}

/** Whether a browser shows the answer, and not a program or a script of ours reads it. */
function isForReading({ headers }: IncomingMessage): boolean {
  return !headers.rsc && /text\/html|^\*\/\*$/.test(headers.accept ?? "*/*");
}
