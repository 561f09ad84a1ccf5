// When tags were dropped, in this process. What Valkey knows besides stands in `shared.mjs`.

const MOST = 20_000;

export class Drops {
  constructor() {
    /** @type {Map<string, number>} */
    this.at = new Map();
    /** Drops before this moment may be forgotten: older entries count as dropped. */
    this.floor = 0;
  }

  /** @param {readonly string[]} tags @param {number} now */
  add(tags, now) {
    for (const tag of tags) {
      this.at.delete(tag);
      this.at.set(tag, now);
    }
    for (const [tag, at] of this.at) {
      if (this.at.size <= MOST) break;
      this.floor = Math.max(this.floor, at);
      this.at.delete(tag);
    }
  }

  /** Whether something made at a moment was dropped since. @param {readonly string[]} tags @param {number} made */
  since(tags, made) {
    return made <= this.floor || tags.some((tag) => (this.at.get(tag) ?? -1) >= made);
  }
}
