/* The row of an attribute: lists the attributes of the page's category, and asks for a value in the way of its type.

   The text field stays and holds what is sent; a choice is a list beside it. */

class AttributeValue extends HTMLElement {
  connectedCallback() {
    if (this.select) return; // moved within the page
    if (document.readyState !== "loading") return this.start();
    document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
  }

  start() {
    this.input = this.querySelector("input");
    this.select = this.closest("[data-inline-panel-child]")?.querySelector("select[data-attributes]");
    if (!this.select) return;
    this.definitions = JSON.parse(this.select.dataset.attributes);
    this.category = document.getElementById("id_category");
    this.select.addEventListener("change", () => this.draw(true));
    this.select.addEventListener("focus", () => this.filter());
    this.category?.addEventListener("change", () => this.filter());
    this.draw(false);
  }

  get attribute() {
    return this.definitions.find((each) => String(each.id) === this.select.value);
  }

  filter() {
    const category = Number(this.category?.value) || null;
    const chosen = this.select.value;
    const groups = new Map();
    for (const each of this.definitions) {
      if (category && !each.categories.includes(category) && String(each.id) !== chosen) continue;
      if (!groups.has(each.group)) groups.set(each.group, Object.assign(document.createElement("optgroup"), { label: each.group }));
      groups.get(each.group).append(new Option(each.label, each.id));
    }
    this.select.replaceChildren(this.select.options[0], ...groups.values());
    this.select.value = chosen;
  }

  draw(isNew) {
    const attribute = this.attribute;
    this.querySelectorAll(".cms-attribute__part").forEach((each) => each.remove());
    const choices = attribute?.choices ?? [];
    if (isNew && choices.length && !choices.some(([value]) => value === this.input.value)) this.input.value = "";
    if (isNew && attribute?.type === "number" && Number.isNaN(Number(this.input.value))) this.input.value = "";
    this.input.type = choices.length ? "hidden" : attribute?.type === "number" ? "number" : "text";
    if (attribute?.type === "number") this.input.step = "any";
    if (choices.length) this.append(this.drawChoices(attribute));
    if (attribute?.unit) {
      const unit = Object.assign(document.createElement("span"), { textContent: attribute.unit });
      unit.className = "cms-attribute__part cms-attribute__unit";
      this.append(unit);
    }
    this.describe(attribute?.help);
  }

  /* What the attribute means, below its value and read out with it. */
  describe(help) {
    const fields = this.querySelectorAll("input, select");
    fields.forEach((each) => each.removeAttribute("aria-describedby"));
    if (!help) return;
    const text = Object.assign(document.createElement("p"), { textContent: help, id: `${this.input.id}-meaning` });
    text.className = "cms-attribute__part help";
    this.append(text);
    fields.forEach((each) => each.setAttribute("aria-describedby", text.id));
  }

  drawChoices(attribute) {
    const list = Object.assign(document.createElement("select"), { className: "cms-attribute__part" });
    list.setAttribute("aria-label", attribute.label);
    list.append(new Option(this.getAttribute("choose"), ""));
    const known = attribute.choices.some(([value]) => value === this.input.value);
    if (this.input.value && !known) list.append(new Option(this.input.value, this.input.value));
    for (const [value, label] of attribute.choices) list.append(new Option(label, value));
    list.value = this.input.value;
    list.addEventListener("change", () => {
      this.input.value = list.value;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return list;
  }
}

customElements.define("cms-attribute-value", AttributeValue);
