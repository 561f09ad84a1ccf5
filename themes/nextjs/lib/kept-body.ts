// A kept page is sent as it is kept. Next.js would work out its ETag, encode it and compress it anew at each request, which takes
// longer than all else; here each of them is done once for a page. Its ETag comes from cache/etag.mjs and names its text.
import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";
import { ETAG } from "@/cache/etag.mjs";
import { addMissingNote } from "./missing-page";

const MOST_BYTES = 48 * 1024 * 1024;
const FORMS = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;
type Form = keyof typeof FORMS;
const OPTIONS = { br: { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }, gzip: { level: 6 } } as const;

interface Body {
  text: Buffer;
  /** Compressed forms; undefined while one is being made. */
  forms: Partial<Record<Form, Buffer | undefined>>;
}

const bodies = new Map<string, Body>();
let bytes = 0;

/** Watch how a request is answered, and take over where a kept page is about to be sent. */
export function watchBody(request: IncomingMessage, response: ServerResponse, url = request.url ?? "/"): void {
  if (request.headers.rsc) return dropEtag(response);
  if (request.method !== "GET" && request.method !== "HEAD") return;
  onEnd(response, (end, given) => sendKept(request, response, end, given) || sendMissing(response, url, end, given) || end(...given));
}

type End = (...given: unknown[]) => unknown;

/** Call a function in the place of `end`, and of whatever Next.js or a library puts there later. */
function onEnd(response: ServerResponse, take: (end: End, given: unknown[]) => unknown): void {
  let outer: End;
  const wrap = (end: End): void => {
    outer = function endKept(...given) {
      return take(end.bind(response), given);
    };
  };
  wrap(response.end as End);
  Object.defineProperty(response, "end", { configurable: true, get: () => outer, set: wrap });
}

/** The data that scripts ask for is another text under the same address. */
function dropEtag(response: ServerResponse): void {
  const { appendHeader } = response;
  response.appendHeader = (name, value) => (name.toLowerCase() === "etag" ? response : appendHeader.call(response, name, value));
}

/** Send a kept page, or that it has not changed; undefined for any other answer. */
function sendKept({ headers }: IncomingMessage, response: ServerResponse, end: End, [chunk]: unknown[]): unknown {
  const etag = response.getHeader("etag");
  if (response.statusCode !== 200 || response.headersSent || typeof etag !== "string" || !ETAG.test(etag)) return undefined;
  if (names(headers["if-none-match"] ?? "", etag)) return endUnchanged(response, end);
  if (typeof chunk !== "string") return undefined;
  const body = keep(etag, chunk);
  const form = choose(headers["accept-encoding"] ?? "");
  const compressed = form && findForm(body, form);
  if (!form) return end(body.text);
  if (!compressed) return undefined;
  response.setHeader("Content-Encoding", form);
  response.setHeader("Content-Length", compressed.length);
  response.setHeader("Vary", addVary(String(response.getHeader("vary") ?? "")));
  return end(compressed);
}

/** Send the page of a 404 with a note for those without scripts; undefined for any other answer. */
function sendMissing(response: ServerResponse, url: string, end: End, [chunk, ...rest]: unknown[]): unknown {
  if (response.statusCode !== 404 || response.headersSent || typeof chunk !== "string") return undefined;
  const page = addMissingNote(chunk, url);
  if (page === null) return undefined;
  for (const name of ["etag", "content-length"]) response.removeHeader(name);
  return end(page, ...rest);
}

function endUnchanged(response: ServerResponse, end: End): unknown {
  for (const name of ["content-length", "content-type"]) response.removeHeader(name);
  response.statusCode = 304;
  return end();
}

/** Whether If-None-Match names an ETag. One ETag stands for all forms of a page, so the comparison is weak. */
export function names(known: string, etag: string): boolean {
  const plain = (text: string): string => text.trim().replace(/^W\//, "");
  return known.trim() === "*" || known.split(",").some((each) => plain(each) === plain(etag));
}

/** The form that a browser takes; null where it takes the text as it is. */
export function choose(accepted: string): Form | null {
  const taken = accepted.toLowerCase().split(",").filter((each) => !/;\s*q=0(?:\.0*)?\s*$/.test(each)).map((each) => each.split(";")[0]?.trim());
  return (Object.keys(FORMS) as Form[]).find((form) => taken.includes(form)) ?? null;
}

function addVary(vary: string): string {
  return /accept-encoding/i.test(vary) ? vary : [vary, "Accept-Encoding"].filter(Boolean).join(", ");
}

/** The page in bytes, kept under its ETag; what was not asked for longest goes first. */
function keep(etag: string, text: string): Body {
  const found = bodies.get(etag) ?? { text: Buffer.from(text), forms: {} };
  if (bodies.delete(etag)) bytes -= sizeOf(found);
  bodies.set(etag, found);
  bytes += sizeOf(found);
  for (const [oldest, body] of bodies) {
    if (bytes <= MOST_BYTES) break;
    bodies.delete(oldest);
    bytes -= sizeOf(body);
  }
  return found;
}

function sizeOf({ text, forms }: Body): number {
  return text.length + (forms.br?.length ?? 0) + (forms.gzip?.length ?? 0);
}

/** A compressed form, made beside the first request for it, which is compressed as it is sent. */
function findForm(body: Body, form: Form): Buffer | undefined {
  if (!(form in body.forms)) {
    body.forms[form] = undefined;
    const made = form === "br" ? FORMS.br(body.text, OPTIONS.br) : FORMS.gzip(body.text, OPTIONS.gzip);
    void made.then((bytesMade) => addForm(body, form, bytesMade), () => delete body.forms[form]);
  }
  return body.forms[form];
}

function addForm(body: Body, form: Form, made: Buffer): void {
  body.forms[form] = made;
  if ([...bodies.values()].includes(body)) bytes += made.length;
}
