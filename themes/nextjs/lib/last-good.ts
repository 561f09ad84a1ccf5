// The last good answers, for when the API gives none. Bounded, and forgotten with the tags that a change drops,
// so that nothing withdrawn comes back from here.
const MOST = 500;
const MAX_AGE_MS = 60 * 60 * 1000;

interface Kept {
  data: unknown;
  tags: readonly string[];
  at: number;
}

const kept = ((globalThis as { aixploreLastGood?: Map<string, Kept> }).aixploreLastGood ??= new Map<string, Kept>());

export function remember(key: string, data: unknown, tags: readonly string[], now = Date.now()): void {
  kept.delete(key);
  kept.set(key, { data, tags, at: now });
  if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
}

/** The last good answer that is not older than an hour, or null: also where another instance heard of a change. */
export async function recall(key: string, now = Date.now()): Promise<unknown> {
  const found = kept.get(key);
  if (!found || now - found.at >= MAX_AGE_MS) return null;
  const { aixploreStore: store } = globalThis as { aixploreStore?: { isDropped(tags: readonly string[], made: number): Promise<boolean> } };
  return (await store?.isDropped(found.tags, found.at)) ? null : found.data;
}

export function forget(tags: readonly string[]): void {
  for (const [key, entry] of kept) if (entry.tags.some((tag) => tags.includes(tag))) kept.delete(key);
}
