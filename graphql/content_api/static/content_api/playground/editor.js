/** A text area with line numbers, colours (a coloured copy under its transparent text) and completion. */

import { el } from "./dom.js";
import { written } from "./schema.js";

const LIMIT = 80; // suggestions shown

export class Editor {
  /** paint: text to nodes; complete: (text, offset) to {from, items}; changed: told every new text. */
  constructor(root, { paint, complete = null, changed = () => {} }) {
    Object.assign(this, { paint, complete, changed, items: [], errorLines: [] });
    const id = `${root.id}-popup`;
    this.gutter = el("div", { className: "gutter", aria: { hidden: true } });
    this.overlay = el("pre", { aria: { hidden: true } });
    const list = { role: "listbox", label: "Suggestions" };
    this.popup = el("ul", { className: "popup", id, hidden: true, aria: list });
    this.area = el("textarea", { spellcheck: false, wrap: "off", aria: { label: root.dataset.label } });
    if (complete) this.area.setAttribute("aria-controls", id);
    root.append(this.gutter, el("div", { className: "stack" }, this.overlay, this.area, this.popup));
    this.area.addEventListener("input", () => this.edited());
    this.area.addEventListener("keydown", (event) => this.keyPressed(event));
    for (const leaving of ["blur", "mousedown"]) this.area.addEventListener(leaving, () => this.closePopup());
    this.refresh();
  }

  get text() {
    return this.area.value;
  }

  /** Replaces the text; the browser's undo brings the old one back. */
  set text(text) {
    this.area.focus();
    this.area.select();
    this.insert(text);
    this.area.setSelectionRange(0, 0);
  }

  /** Types over the selection. Only execCommand keeps undo, and it acts on whatever has the focus. */
  insert(text) {
    const { area } = this;
    const command = text ? "insertText" : "delete";
    if (document.activeElement === area && document.execCommand(command, false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    this.edited();
  }

  /** Marks lines (1 is the first) until the next edit. */
  markLines(lines) {
    this.errorLines = lines;
    this.refresh();
  }

  edited() {
    this.markLines([]);
    this.changed(this.text);
    if (!this.popup.hidden) this.openPopup();
  }

  refresh() {
    this.overlay.replaceChildren(this.paint(this.text), " ");
    const numbers = this.text.split("\n").map((_, index) => index + 1);
    const classOf = (number) => (this.errorLines.includes(number) ? "error" : "");
    const spans = numbers.map((number) => el("span", { className: classOf(number) }, number));
    this.gutter.replaceChildren(...spans);
  }

  keyPressed(event) {
    const { key, ctrlKey, metaKey } = event;
    if (ctrlKey && event.code === "Space" && this.complete) this.openPopup();
    else if (ctrlKey || metaKey || event.isComposing || !(this.popupKey(key) || this.newLine(key))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether the open list of suggestions took the key. */
  popupKey(key) {
    if (this.popup.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.choose((this.chosen + step + this.items.length) % this.items.length);
    else if (key === "Enter" || key === "Tab") this.accept(this.items[this.chosen]);
    else if (/^(Escape|Arrow|Home|End|Page)/.test(key)) this.closePopup();
    return Boolean(step) || ["Enter", "Tab", "Escape"].includes(key);
  }

  newLine(key) {
    if (key !== "Enter") return false;
    const before = this.text.slice(0, this.area.selectionStart);
    const indent = before.slice(before.lastIndexOf("\n") + 1).match(/^ */)[0];
    this.insert(`\n${indent}${/[{([]$/.test(before) ? "  " : ""}`);
    return true;
  }

  openPopup() {
    const { from, items } = this.complete(this.text, this.area.selectionStart);
    if (!items.length) return this.closePopup();
    Object.assign(this, { from, items: items.slice(0, LIMIT) });
    this.popup.replaceChildren(...this.items.map((item, index) => this.option(item, index)));
    const lines = this.text.slice(0, from).split("\n");
    this.popup.style.left = `${lines.at(-1).length}ch`;
    this.popup.style.top = `calc(${lines.length} * var(--line) + var(--inset))`;
    this.popup.hidden = false;
    this.choose(0);
    this.popup.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  option(item, index) {
    const type = el("span", { className: "tok-type" }, item.type ? written(item.type) : "");
    const id = `${this.popup.id}-${index}`;
    const option = el("li", { id, title: item.description ?? "", aria: { role: "option" } }, item.name, type);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.accept(item);
    });
    return option;
  }

  choose(index) {
    const options = [...this.popup.children];
    this.chosen = index;
    options.forEach((option, place) => option.setAttribute("aria-selected", place === index));
    this.area.setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  }

  accept(item) {
    this.closePopup();
    this.area.setSelectionRange(this.from, this.area.selectionStart);
    this.insert(item.name);
  }

  closePopup() {
    this.popup.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}
