/** The explorer of the schema: a search field, and one type at a time with the way back. */

import { el } from "./dom.js";
import { inner, written } from "./schema.js";

const FOUND = 60; // search results shown of each sort

const section = (title, list) => el("section", {}, el("h3", {}, title), list);
const bullets = (items) => el("ul", {}, ...items.map((item) => el("li", {}, item)));

export class Docs {
  constructor(root) {
    this.trail = [];
    const label = "Search types and fields";
    this.search = el("input", { type: "search", placeholder: label, aria: { label } });
    this.search.addEventListener("input", () => this.show());
    this.view = el("div", { className: "view", tabIndex: -1 }, el("p", {}, "Reading the schema…"));
    root.append(this.search, this.view);
  }

  set schema(schema) {
    this.known = schema;
    this.show();
  }

  fail(message) {
    this.view.replaceChildren(el("p", { className: "error" }, `The schema cannot be read: ${message}`));
  }

  show() {
    if (!this.known) return;
    const [sought, current] = [this.search.value.trim().toLowerCase(), this.trail.at(-1)];
    const browsed = () => (current ? this.page(current) : this.start());
    this.view.replaceChildren(...(sought ? this.results(sought) : browsed()));
    this.view.scrollTop = 0;
  }

  /** Moves along the trail: to a type, or back when there is none. */
  go(name) {
    this.search.value = "";
    if (name) this.trail.push(name);
    else this.trail.pop();
    this.show();
    this.view.focus();
  }

  link(name, text = name, className = "type") {
    const button = el("button", { type: "button", className }, text);
    button.addEventListener("click", () => this.go(name));
    return button;
  }

  start() {
    const roots = Object.values(this.known.roots).filter(Boolean);
    const others = this.known.types.map(({ name }) => name).filter((name) => !roots.includes(name));
    const list = (title, names) => section(title, bullets(names.map((name) => this.link(name))));
    return [list("Start here", roots), list("All types", others)];
  }

  results(sought) {
    const hit = ({ name }) => name.toLowerCase().includes(sought);
    const members = ({ fields, inputFields }) => (fields ?? inputFields ?? []).filter(hit);
    const types = this.known.types.filter(hit).map(({ name }) => this.link(name));
    const fields = this.known.types.flatMap((type) =>
      members(type).map(({ name }) => this.link(type.name, `${type.name}.${name}`)));
    const found = [["Types", types], ["Fields", fields]].filter(([, links]) => links.length);
    if (!found.length) return [el("p", {}, "No type or field has such a name.")];
    return found.map(([title, links]) => section(title, bullets(links.slice(0, FOUND))));
  }

  page(name) {
    const type = this.known.type(name);
    const related = [["Implements", type.interfaces], ["Possible types", type.possibleTypes]];
    const members = [["Fields", type.fields ?? type.inputFields], ["Values", type.enumValues]];
    const filled = ([, list]) => list?.length;
    const links = (list) => bullets(list.map((each) => this.link(each.name)));
    return [
      this.link(null, `‹ ${this.trail.at(-2) ?? "Schema"}`, "back"),
      el("h2", {}, name, " ", el("small", {}, type.kind.toLowerCase().replace("_", " "))),
      ...this.prose(type),
      ...related.filter(filled).map(([title, list]) => section(title, links(list))),
      ...members.filter(filled).map(([title, list]) => section(title, this.members(list))),
    ];
  }

  prose({ description, isDeprecated, deprecationReason }) {
    const texts = [["", description], ["error", isDeprecated && `Deprecated: ${deprecationReason}`]];
    return texts.filter(([, text]) => text).map(([className, text]) => el("p", { className }, text));
  }

  members(list) {
    const row = (member) => [el("dt", {}, ...this.signature(member)), el("dd", {}, ...this.about(member))];
    return el("dl", {}, ...list.flatMap(row));
  }

  about({ args = [], ...member }) {
    const summary = el("summary", {}, args.length === 1 ? "1 argument" : `${args.length} arguments`);
    return [...this.prose(member), ...(args.length ? [el("details", {}, summary, this.members(args))] : [])];
  }

  signature({ name, type, defaultValue }) {
    const label = el("span", { className: type ? "tok-field" : "tok-enum" }, name);
    if (!type) return [label];
    return [label, ": ", this.link(inner(type), written(type)), defaultValue ? ` = ${defaultValue}` : ""];
  }
}
