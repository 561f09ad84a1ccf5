import { describe, expect, it } from "vitest";
import { formatEvent } from "@/lib/format";

const EVENING = { startsAt: "2027-01-05T16:00:00Z", endsAt: "2027-01-05T17:00:00Z", timeZone: "Europe/Berlin", allDay: false };

describe("the time of an event", () => {
  it.each([["en", "Tue, 5 Jan 2027, 17:00–\u206018:00\u00a0CET"], ["de", "Di., 5. Jan. 2027, 17:00–\u206018:00\u00a0Uhr\u00a0MEZ"]])("keeps its hours on one line: %s", (locale, text) => {
    expect(formatEvent(locale, EVENING)).toBe(text);
  });

  it("breaks between days", () => {
    const text = formatEvent("en", { ...EVENING, endsAt: "2027-01-07T17:00:00Z" });
    expect(text).not.toMatch(/[\u2060\u00a0]/);
    expect(formatEvent("en", { ...EVENING, startsAt: "2027-01-04T23:00:00Z", endsAt: "2027-01-06T23:00:00Z", allDay: true }).replace(/\s/g, " ")).toBe("Tue, 5 Jan – Wed, 6 Jan 2027");
  });
});
