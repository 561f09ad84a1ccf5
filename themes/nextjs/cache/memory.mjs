// Entries in this process: bounded by their size, the longest unused leave first.

const MOST_BYTES = 64 * 1024 * 1024;

/** @param {any} value */
export function sizeOf(value) {
  if (!value) return 200;
  const parts = [value.html, value.rscData, value.body, value.data?.body, value.postponed, ...(value.segmentData?.values() ?? [])];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 500);
}

export class Memory {
  /** @param {number} most bytes */
  constructor(most = MOST_BYTES) {
    this.most = most;
    this.bytes = 0;
    /** @type {Map<string, { entry: any, size: number }>} */
    this.kept = new Map();
  }

  /** @param {string} key */
  get(key) {
    const found = this.kept.get(key);
    if (!found) return null;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.entry;
  }

  /** @param {string} key @param {any} entry */
  set(key, entry) {
    this.delete(key);
    const size = sizeOf(entry.value) + 2 * key.length;
    if (size > this.most / 4) return;
    this.kept.set(key, { entry, size });
    this.bytes += size;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.most) break;
      this.delete(oldest);
    }
  }

  /** @param {string} key */
  delete(key) {
    const found = this.kept.get(key);
    if (!found) return;
    this.kept.delete(key);
    this.bytes -= found.size;
  }
}
