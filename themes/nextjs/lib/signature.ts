// Revalidation calls are signed: hex HMAC-SHA256 of "<timestamp>.<body>" under a shared secret.
import { createHmac, timingSafeEqual } from "node:crypto";

/** How many seconds a call may be old or early. */
export const WINDOW_SECONDS = 60;

const seen = ((globalThis as { aixploreCalls?: Map<string, number> }).aixploreCalls ??= new Map<string, number>());

export function sign(secret: string, timestamp: string, body: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

/** Why a call is refused, or null. A signature is accepted once. */
export function refuse(
  secret: string,
  timestamp: string | null,
  signature: string | null,
  body: string,
  now = Date.now(),
): "secret" | "signature" | "age" | "replay" | null {
  if (secret.length < 32) return "secret";
  const expected = Buffer.from(sign(secret, timestamp ?? "", body));
  const given = Buffer.from(signature ?? "");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "signature";
  if (!/^\d{1,12}$/.test(timestamp ?? "") || Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return "age";
  for (const [key, at] of seen) if (now - at > 2 * WINDOW_SECONDS * 1000) seen.delete(key);
  if (seen.has(signature as string)) return "replay";
  seen.set(signature as string, now);
  return null;
}
