import { describe, expect, it } from "vitest";
import { formatAttribute, formatEvent } from "@/lib/format";

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

describe("the value of an attribute", () => {
  const options = [{ value: "EU", label: "Europäische Union" }];

  it.each([
    ["a chosen value by its label", "EU", "CHOICE", "", "Europäische Union"],
    ["a value that is no choice any more", "US", "CHOICE", "", "US"],
    ["a number with its unit", "1234.5", "NUMBER", "Token", "1.234,5 Token"],
    ["text", "EUR", "TEXT", "", "EUR"],
  ])("is %s", (_, value, type, unit, text) => {
    expect(formatAttribute("de", value, { type, unit, options })).toBe(text);
  });
});
