import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeApi, say } from "./support/api";

// Kept like Next.js does: under a key, and only what did not throw. `drop` is a change that was told.
const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock("next/cache", () => ({
  unstable_cache: (load: () => Promise<unknown>, keys: string[]) => async () => {
    const key = keys.join(" ");
    if (!kept.has(key)) kept.set(key, await load());
    return kept.get(key);
  },
}));

import { ask } from "@/lib/api";
import { forget } from "@/lib/last-good";
import { tagsOf } from "@/lib/tags";

const api = new FakeApi();
const GOOD = { data: { site: { name: "A" } } };
const waits = () => (globalThis as unknown as { aixploreWaits: { until: number } }).aixploreWaits;
let locale = 0;
/** A question that no other test asks. */
const question = () => ({ locale: `x${(locale += 1)}` });
const askSite = (variables: { locale: string }) => ask("Site", variables);

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  kept.clear();
  waits().until = 0;
  api.asked = 0;
  api.answer = say(GOOD);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

/** Ask while the API is well, then again when what was kept is over its time. */
async function askTwice(answer: FakeApi["answer"]): Promise<unknown> {
  const variables = question();
  await askSite(variables);
  kept.clear();
  api.answer = answer;
  return askSite(variables);
}

const BROKEN: [string, FakeApi["answer"]][] = [
  ["erring", say("<h1>Bad gateway</h1>", 502)],
  ["without data", say({ errors: [{ message: "down", extensions: { code: "INTERNAL" } }] })],
  ["no JSON", say("<html>")],
  ["leading elsewhere", say("", 302, { Location: "http://127.0.0.1:1/" })],
  ["hanging up", (request) => request.socket.destroy()],
  ["rate-limiting", say({}, 429, { "Retry-After": "30" })],
  ["in maintenance", say({}, 503)],
];

describe.each(BROKEN)("an API that is %s", (_, answer) => {
  it("leaves what was shown before", async () => {
    expect(await askTwice(answer)).toEqual(GOOD.data);
  });

  it("leads to the retry page where nothing is kept, and never to a 404", async () => {
    api.answer = answer;
    await expect(askSite(question())).rejects.toMatchObject({ name: "ApiError" });
  });

  it("is asked again: no failure is kept", async () => {
    api.answer = answer;
    const variables = question();
    await expect(askSite(variables)).rejects.toThrow();
    waits().until = 0;
    api.answer = say(GOOD);
    expect(await askSite(variables)).toEqual(GOOD.data);
  });
});

it("an API that is down leaves what was shown before, until a change drops it", async () => {
  const variables = question();
  await askSite(variables);
  kept.clear();
  await api.stop();
  try {
    expect(await askSite(variables)).toEqual(GOOD.data);
    forget(tagsOf("Site"));
    await expect(askSite(variables)).rejects.toMatchObject({ code: "UNREACHABLE" });
  } finally {
    await api.start();
  }
});

it("a slow API is given up, and does not hold pages", async () => {
  vi.stubEnv("API_TIMEOUT_MS", "150");
  const begun = Date.now();
  expect(await askTwice(() => undefined)).toEqual(GOOD.data);
  expect(Date.now() - begun).toBeLessThan(2_000);
  api.answer = () => undefined;
  await expect(askSite(question())).rejects.toMatchObject({ code: "UNREACHABLE" });
  vi.unstubAllEnvs();
});

it("an API that asks to wait is left alone for as long, and then asked again", async () => {
  api.answer = say({}, 429, { "Retry-After": "1" });
  await expect(askSite(question())).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfter: 1 });
  for (let index = 0; index < 5; index += 1) await expect(askSite(question())).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(api.asked).toBe(1);
  api.answer = say(GOOD);
  await new Promise((done) => setTimeout(done, 1_050));
  expect(await askSite(question())).toEqual(GOOD.data);
});

it("an answer that is partly null is shown, and not kept", async () => {
  const variables = question();
  api.answer = say({ data: { site: { name: "A", settings: null } }, errors: [{ message: "no settings" }] });
  expect(await askSite(variables)).toEqual({ site: { name: "A", settings: null } });
  api.answer = say(GOOD);
  expect(await askSite(variables)).toEqual(GOOD.data);
});
