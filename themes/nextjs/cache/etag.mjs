// The ETag of a kept page, worked out once: Next.js would read the whole page for it at each request.
import { createHash } from "node:crypto";

const HEADER = "etag";
/** What an ETag of a kept page looks like; files have others. */
export const ETAG = /^W\/"[\w-]{27}"$/;

/** The page with the ETag of its HTML among the headers that are sent with it. @param {any} value */
export function addEtag(value) {
  if (value?.kind !== "APP_PAGE" || !value.html) return value;
  const digest = createHash("sha1").update(value.html).digest("base64url");
  return { ...value, headers: { ...value.headers, [HEADER]: `W/"${digest}"` } };
}
