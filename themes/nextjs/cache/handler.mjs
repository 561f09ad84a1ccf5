// Where Next.js keeps pages and answers: in memory, bounded, and with CACHE_URL in a Valkey that instances share.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Drops } from "./drops.mjs";
import { addEtag } from "./etag.mjs";
import { Memory } from "./memory.mjs";
import { QUICK_MS, Shared } from "./shared.mjs";

const TAGS_HEADER = "x-next-cache-tags";
/** A render that takes longer was given up: its beginning says nothing about the next one. */
const LONGEST_RENDER_MS = 60_000;
const MOST_STARTED = 10_000;

/** One for the process, though Next.js makes a handler for each request. */
export class Store {
  /** @param {Shared | null} shared @param {Memory} memory */
  constructor(shared, memory = new Memory()) {
    this.shared = shared;
    this.memory = memory;
    this.drops = new Drops();
    /** @type {Map<string, number>} when what is being made for a key was begun */
    this.started = new Map();
  }

  now() {
    return this.shared?.now() ?? Date.now();
  }

  async time() {
    return this.shared ? this.shared.time() : Date.now();
  }

  /** @param {string} key @param {readonly string[]} more tags that the caller knows of */
  async get(key, more) {
    const entry = (await this.keep(this.memory.get(key), more)) ?? (await this.keep(await this.fetch(key), more));
    if (entry) this.memory.set(key, entry);
    else this.memory.delete(key);
    if (!entry || this.isOld(entry)) await this.begin(key);
    return entry;
  }

  /** The entry, or null where it was dropped. @param {any} entry @param {readonly string[]} more */
  async keep(entry, more) {
    return entry && !(await this.isDropped([...entry.tags, ...more], entry.made)) ? entry : null;
  }

  /** Whether Next.js is about to make it again. @param {any} entry */
  isOld({ value, made, cacheControl }) {
    const seconds = cacheControl?.revalidate ?? value?.revalidate;
    return typeof seconds === "number" && this.now() - made >= seconds * 1000;
  }

  /** @param {string} key */
  async fetch(key) {
    return this.shared && (await this.shared.read(key));
  }

  /** @param {readonly string[]} tags @param {number} made */
  async isDropped(tags, made) {
    if (this.drops.since(tags, made)) return true;
    const elsewhere = this.shared && (await this.shared.droppedAt([...new Set(tags)]));
    return elsewhere ? elsewhere.some((at) => at >= made) : false;
  }

  /** @param {string} key */
  async begin(key) {
    const now = await this.time();
    if (now - (this.started.get(key) ?? 0) > LONGEST_RENDER_MS) this.started.set(key, now);
    if (this.started.size > MOST_STARTED) this.started.delete(/** @type {string} */ (this.started.keys().next().value));
  }

  /** An entry is as old as the moment at which its making began, or may have: what was dropped meanwhile drops it too.
   * @param {string} key @param {any} value @param {readonly string[]} tags @param {any} cacheControl */
  async set(key, value, tags, cacheControl) {
    const now = this.now();
    const begun = this.started.get(key) ?? now - (this.shared ? QUICK_MS : 0);
    this.started.delete(key);
    const entry = { value, tags, cacheControl, made: now - begun > LONGEST_RENDER_MS ? now : begun };
    this.memory.set(key, entry);
    await this.shared?.write(key, entry);
  }

  /** @param {readonly string[]} tags */
  async drop(tags) {
    const now = await this.time();
    this.drops.add(tags, now);
    await this.shared?.drop(tags, now);
  }
}

/** @param {any} context */
function makeStore(context) {
  const address = process.env.CACHE_URL;
  if (!address || process.env.NEXT_PHASE === "phase-production-build") return new Store(null);
  return new Store(new Shared(address, readBuild(context?.serverDistDir)));
}

/** @param {string | undefined} folder */
function readBuild(folder) {
  try {
    return readFileSync(join(folder ?? "", "..", "BUILD_ID"), "utf8").trim();
  } catch {
    return "none";
  }
}

export default class CacheHandler {
  /** @param {any} context */
  constructor(context) {
    const shared = /** @type {{ aixploreStore?: Store }} */ (globalThis);
    this.store = shared.aixploreStore ??= makeStore(context);
  }

  /** @param {string} key @param {any} context */
  async get(key, context) {
    const entry = await this.store.get(key, [...(context?.tags ?? []), ...(context?.softTags ?? [])]);
    if (!entry) return null;
    const { value, made, cacheControl } = entry;
    return { value, cacheControl, lastModified: made - this.store.now() + Date.now() };
  }

  /** @param {string} key @param {any} value @param {any} context */
  async set(key, value, context) {
    const header = value?.headers?.[TAGS_HEADER];
    const tags = [...(context?.tags ?? []), ...(value?.tags ?? []), ...(typeof header === "string" ? header.split(",") : [])];
    await this.store.set(key, addEtag(value), [...new Set(tags)], context?.cacheControl);
  }

  /** Gentler durations are not told apart: a changed row is never shown again. @param {string | string[]} tags */
  async revalidateTag(tags) {
    await this.store.drop([tags].flat());
  }

  resetRequestCache() {}
}
