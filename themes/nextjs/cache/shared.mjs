// What several instances share through Valkey. While it is away every call answers at once, with nothing.
import { deserialize, serialize } from "node:v8";
import { createClient } from "@redis/client";

const PATIENCE_MS = 250;
/** An answer that took longer says too little about the clock; so far may `now` be wrong. */
export const QUICK_MS = 20;
const PAUSE_MS = 1_000;
const DAY_SECONDS = 86_400;
/** Drops are kept longer than any entry. */
const DROPS_SECONDS = 3 * DAY_SECONDS;
const MOST_PENDING = 20_000;

export class Shared {
  /**
   * @param {string} address
   * @param {string} build pages of one build name that build's scripts
   * @param {number} patience for how long an answer is waited, in milliseconds
   */
  constructor(address, build, patience = PATIENCE_MS) {
    this.patience = patience;
    this.prefix = `theme:${build}:`;
    this.tags = "theme:dropped";
    this.skew = 0;
    this.quietUntil = 0;
    /** @type {Map<string, number>} drops that Valkey did not take yet */
    this.pending = new Map();
    this.client = createClient({
      url: address.replace(/^valkey/, "redis"),
      disableOfflineQueue: true,
      socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 5_000) },
    });
    this.client.on("error", (error) => this.complain(error));
    this.client.on("ready", () => void this.meet());
    this.client.connect().catch((error) => this.complain(error));
  }

  /** About what Valkey's clock says, in milliseconds since 1970. */
  now() {
    return Date.now() + this.skew;
  }

  /** What Valkey's clock says, so that instances need not agree on theirs; about that while it is away. */
  async time() {
    const before = Date.now();
    const answer = await this.attempt(() => this.client.sendCommand(["TIME"]));
    if (!answer) return this.now();
    const [seconds, micros] = /** @type {string[]} */ (/** @type {unknown} */ (answer));
    const there = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    if (Date.now() - before < QUICK_MS) this.skew = there - Math.round((before + Date.now()) / 2);
    return there;
  }

  async meet() {
    this.quietUntil = 0;
    await this.time();
    await this.sendPending();
  }

  /** @param {string} key @returns {Promise<any>} */
  async read(key) {
    const bytes = await this.attempt(() => this.binary().get(this.prefix + key));
    if (!bytes) return null;
    try {
      return deserialize(/** @type {Buffer} */ (/** @type {unknown} */ (bytes)));
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {any} entry */
  async write(key, entry) {
    await this.attempt(() => this.client.set(this.prefix + key, serialize(entry), { expiration: { type: "EX", value: DAY_SECONDS } }));
  }

  /** When tags were last dropped by any instance; null while Valkey is away. @param {readonly string[]} tags */
  async droppedAt(tags) {
    if (tags.length === 0) return [];
    const found = await this.attempt(() => this.client.hmGet(this.tags, [...tags]));
    if (found && this.pending.size > 0) await this.sendPending();
    return found ? found.map((at) => Number(at ?? -1)) : null;
  }

  /** Drop tags for every instance; while Valkey is away, once it is back. @param {readonly string[]} tags @param {number} at */
  async drop(tags, at) {
    for (const tag of tags) this.pending.set(tag, at);
    for (const tag of this.pending.keys()) {
      if (this.pending.size <= MOST_PENDING) break;
      this.pending.delete(tag);
    }
    await this.sendPending();
  }

  async sendPending() {
    if (this.pending.size === 0) return;
    const sent = new Map(this.pending);
    const taken = await this.attempt(async () => {
      await this.client.multi().hSet(this.tags, Object.fromEntries(sent)).expire(this.tags, DROPS_SECONDS).exec();
      return true;
    });
    if (taken) for (const [tag, at] of sent) if (this.pending.get(tag) === at) this.pending.delete(tag);
  }

  async close() {
    if (this.client.isOpen) this.client.destroy();
  }

  binary() {
    return this.client.withTypeMapping({ 36: Buffer });
  }

  /** @template T @param {() => Promise<T>} call @returns {Promise<T | null>} */
  async attempt(call) {
    if (!this.client.isReady || Date.now() < this.quietUntil) return null;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const patience = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer in time")), this.patience);
    });
    try {
      return /** @type {T} */ (await Promise.race([call(), patience]));
    } catch (error) {
      this.quietUntil = Date.now() + PAUSE_MS;
      this.complain(error);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One line for each spell, not for each request. @param {unknown} error */
  complain(error) {
    if (Date.now() - (this.complained ?? 0) < 30_000) return;
    this.complained = Date.now();
    console.warn(JSON.stringify({ event: "shared_cache_away", reason: String(/** @type {Error} */ (error)?.message ?? error) }));
  }
}
