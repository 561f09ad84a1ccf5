/* Builds a recurrence rule from choices, and shows the next dates, which the server works out as for the API.

   The rule's own input is what the form sends; the other controls have no name, or belong to no form. */

const WAIT_MS = 300;
const TIMES = ["starts_at", "ends_at", "time_zone", "all_day", "excluded_days"];
const SIMPLE = new Set(["FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL"]);

/* The parts of a rule by name; undefined for a rule that the controls cannot show. */
function readRule(text) {
  const compact = text.replace(/\s/g, "").toUpperCase().replace(/^RRULE:/, "");
  const parts = Object.fromEntries(compact.split(";").filter(Boolean).map((part) => part.split("=")));
  if (!compact) return { FREQ: "" };
  if (!/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(parts.FREQ)) return undefined;
  if (Object.keys(parts).some((name) => !SIMPLE.has(name))) return undefined;
  if (parts.BYDAY && !(parts.FREQ === "WEEKLY" && /^[A-Z]{2}(,[A-Z]{2})*$/.test(parts.BYDAY))) return undefined;
  if (parts.UNTIL && !/^\d{8}$/.test(parts.UNTIL)) return undefined;
  if (parts.COUNT && !/^\d+$/.test(parts.COUNT)) return undefined;
  if (parts.INTERVAL && !/^\d+$/.test(parts.INTERVAL)) return undefined;
  return parts;
}

class Recurrence extends HTMLElement {
  connectedCallback() {
    if (this.rule) return; // moved within the page
    if (document.readyState !== "loading") this.start();
    else document.addEventListener("DOMContentLoaded", () => this.start(), { once: true }); // its children come later
  }

  start() {
    this.rule = this.querySelector("details input");
    this.querySelector(".events-recurrence__builder").hidden = false;
    this.querySelector(".events-recurrence__dates").hidden = false;
    this.querySelectorAll("[data-part]").forEach((control) => {
      control.addEventListener("input", () => this.writeRule());
    });
    this.rule.addEventListener("input", () => this.changed());
    this.showRule();
    this.watchTimes();
  }

  watchTimes() {
    TIMES.map((name) => this.field(name)).filter(Boolean).forEach((input) => {
      for (const kind of ["input", "change"]) input.addEventListener(kind, () => this.preview());
    });
    this.preview();
  }

  field(name) {
    return this.rule.form?.elements.namedItem(name);
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  all(name) {
    return [...this.querySelectorAll(`[data-part="${name}"]`)];
  }

  end() {
    return this.all("end").find((choice) => choice.checked)?.value ?? "";
  }

  /* From the rule to the controls. */
  showRule() {
    const parts = readRule(this.rule.value);
    this.part("frequency").value = parts ? parts.FREQ : "OTHER";
    if (parts?.FREQ) {
      this.part("interval").value = parts.INTERVAL ?? "1";
      const days = (parts.BYDAY ?? "").split(",");
      this.all("weekday").forEach((box) => (box.checked = days.includes(box.value)));
      const end = parts.UNTIL ? "UNTIL" : parts.COUNT ? "COUNT" : "";
      this.all("end").forEach((choice) => (choice.checked = choice.value === end));
      if (parts.COUNT) this.part("count").value = parts.COUNT;
      if (parts.UNTIL) this.part("until").value = parts.UNTIL.replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3");
    }
    this.showControls(parts ? parts.FREQ : "OTHER");
  }

  /* Those controls that the frequency needs; the rule itself where the controls cannot show it. */
  showControls(frequency) {
    this.querySelectorAll("[data-shown-for]").forEach((row) => {
      row.hidden = !row.dataset.shownFor.split(" ").includes(frequency);
    });
    this.querySelector("details").open = frequency === "OTHER";
    this.querySelector("[data-unit]").textContent =
      this.querySelector("[data-unit]").dataset[frequency.toLowerCase()] ?? "";
    this.part("count").disabled = this.end() !== "COUNT";
    this.part("until").disabled = this.end() !== "UNTIL";
  }

  /* From the controls to the rule. */
  writeRule() {
    const frequency = this.part("frequency").value;
    this.showControls(frequency);
    if (frequency === "OTHER") return this.rule.focus();
    this.rule.value = frequency ? this.buildRule(frequency) : "";
    for (const kind of ["input", "change"]) this.rule.dispatchEvent(new Event(kind, { bubbles: true }));
    return undefined;
  }

  buildRule(frequency) {
    const parts = [`FREQ=${frequency}`];
    const interval = this.part("interval").value;
    if (interval !== "1" && interval !== "") parts.push(`INTERVAL=${interval}`);
    const days = this.all("weekday").filter((box) => box.checked).map((box) => box.value);
    if (frequency === "WEEKLY" && days.length) parts.push(`BYDAY=${days.join(",")}`);
    const end = this.end();
    if (end === "COUNT" && this.part("count").value) parts.push(`COUNT=${this.part("count").value}`);
    if (end === "UNTIL" && this.part("until").value) parts.push(`UNTIL=${this.part("until").value.replaceAll("-", "")}`);
    return parts.join(";");
  }

  changed() {
    if (!this.contains(document.activeElement) || document.activeElement === this.rule) this.showRule();
    this.preview();
  }

  preview() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(), WAIT_MS);
  }

  async load() {
    const given = new URLSearchParams({ recurrence: this.rule.value });
    for (const name of TIMES) {
      const input = this.field(name);
      if (input && (input.type !== "checkbox" || input.checked)) given.set(name, input.value);
    }
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.url}?${given}`, { signal: this.asked.signal });
      this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.show({ dates: [], message: String(error.message) });
    }
  }

  show({ dates, message }) {
    this.querySelector("[data-dates]").replaceChildren(
      ...dates.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    this.querySelector("[data-message]").textContent = message;
  }
}

customElements.define("events-recurrence", Recurrence);
