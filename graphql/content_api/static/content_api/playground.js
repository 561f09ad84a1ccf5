/** The page: editors, menus and the answer, put together. */

import { suggestions } from "./playground/complete.js";
import { Docs } from "./playground/docs.js";
import { el } from "./playground/dom.js";
import { Editor } from "./playground/editor.js";
import { EXAMPLES } from "./playground/examples.js";
import { operationNames, paintGraphql, paintJson, prettyGraphql, prettyJson } from "./playground/language.js";
import { memory, readObject, remember, send } from "./playground/runner.js";
import { Schema } from "./playground/schema.js";

const PAINTED = 400_000; // characters; longer answers are shown without colours
const { endpoint } = document.body.dataset;
const at = (id) => document.getElementById(id);
const tabs = document.querySelector("[role=tablist]");
let schema = null;
let running = null;

const complete = (text, offset) => (schema ? suggestions(text, offset, schema) : { from: offset, items: [] });
const query = new Editor(at("query"), { paint: paintGraphql, complete, changed: queryChanged });
const variables = new Editor(at("variables"), { paint: paintJson, changed: variablesChanged });
const headers = new Editor(at("headers"), { paint: paintJson });
const docs = new Docs(at("docs"));

function variablesChanged(text) {
  memory.write("variables", text);
}

function queryChanged(text) {
  memory.write("query", text);
  const [names, chosen] = [operationNames(text), at("operation").value];
  at("operation").replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)));
  at("operation-label").hidden = names.length < 2;
}

function load(request) {
  variables.text = prettyJson(request.variables);
  query.text = request.query;
  closeMenus();
}

async function run() {
  if (running) return running.abort();
  running = new AbortController();
  busy(true);
  try {
    const request = readRequest();
    remember({ query: query.text, variables: variables.text });
    showAnswer(await send(endpoint, request, running.signal));
  } catch (error) {
    report(error.name === "AbortError" ? "Stopped." : error.message, "error");
  } finally {
    running = null;
    busy(false);
  }
}

const readRequest = () => ({
  query: query.text,
  operationName: at("operation").value || null,
  variables: readObject(variables.text, "Variables"),
  headers: readObject(headers.text, "Headers"),
});

function busy(on) {
  at("run").querySelector("span").textContent = on ? "Stop" : "Run";
  at("result").setAttribute("aria-busy", on);
}

const report = (text, className) => Object.assign(at("status"), { textContent: text, className });

function showAnswer({ status, ok, text, milliseconds, bytes }) {
  const pretty = prettyJson(text);
  const errors = pretty === text ? [] : (JSON.parse(text)?.errors ?? []);
  const size = bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
  const count = errors.length && `${errors.length} error${errors.length > 1 ? "s" : ""}`;
  const facts = [status, count, `${milliseconds} ms`, size].filter(Boolean).join(" · ");
  report(facts, ok && !errors.length ? "success" : "error");
  at("result").replaceChildren(pretty.length > PAINTED ? pretty : paintJson(pretty));
  at("copy").hidden = !navigator.clipboard; // offered on safe origins only
  query.markLines(errors.flatMap(({ locations }) => (locations ?? []).map(({ line }) => line)));
}

function prettify() {
  for (const [editor, tidy] of [[variables, prettyJson], [headers, prettyJson], [query, prettyGraphql]]) {
    const text = tidy(editor.text);
    if (text !== editor.text) editor.text = text;
  }
}

function entry(title, detail, request) {
  const button = el("button", { type: "button" }, title, el("small", {}, detail));
  button.addEventListener("click", () => load(request));
  return el("li", {}, button);
}

function fillHistory() {
  const entries = memory.read("history", []).map((past) => {
    const title = operationNames(past.query)[0] ?? past.query.replace(/\s+/g, " ").slice(0, 40);
    return entry(title, new Date(past.at).toLocaleString(), past);
  });
  const nothing = el("li", { className: "empty" }, "Nothing was run yet.");
  at("history").replaceChildren(...(entries.length ? entries : [nothing]));
}

function closeMenus(target = null) {
  for (const menu of document.querySelectorAll(".menu[open]")) menu.open = menu.contains(target);
}

function selectTab(tab) {
  for (const each of tabs.children) {
    each.setAttribute("aria-selected", each === tab);
    each.tabIndex = each === tab ? 0 : -1;
    at(each.getAttribute("aria-controls")).hidden = each !== tab;
  }
  tab.focus();
}

function tabKey({ key, target }) {
  const other = target.nextElementSibling ?? tabs.firstElementChild; // of two tabs, either way
  if (["ArrowLeft", "ArrowRight"].includes(key)) selectTab(other);
}

function showDocs(on) {
  at("docs").hidden = !on;
  at("docs-toggle").setAttribute("aria-expanded", on);
  memory.write("docs", on);
}

function pageKey({ key, ctrlKey, metaKey, repeat }) {
  if (key === "Enter" && (ctrlKey || metaKey) && !repeat) run();
  if (key === "Escape") {
    document.querySelector(".menu[open] summary")?.focus();
    closeMenus();
  }
}

function listen() {
  at("run").addEventListener("click", run);
  at("prettify").addEventListener("click", prettify);
  at("copy").addEventListener("click", () => navigator.clipboard.writeText(at("result").textContent));
  at("docs-toggle").addEventListener("click", () => showDocs(at("docs").hidden));
  at("history").parentElement.addEventListener("toggle", fillHistory);
  tabs.addEventListener("click", ({ target }) => target !== tabs && selectTab(target));
  tabs.addEventListener("keydown", tabKey);
  document.addEventListener("keydown", pageKey);
  document.addEventListener("click", ({ target }) => closeMenus(target));
}

const examples = EXAMPLES.map((each) => ({ ...each, variables: JSON.stringify(each.variables ?? {}) }));
at("examples").append(...examples.map((each) => entry(each.title, "", each)));
listen();
showDocs(memory.read("docs", window.innerWidth > 1000));
const [{ query: firstQuery, variables: firstVariables }] = examples;
load({ query: memory.read("query", firstQuery), variables: memory.read("variables", firstVariables) });
Schema.load((request) => send(endpoint, request)).then(
  (found) => (docs.schema = schema = found),
  (error) => docs.fail(error.message),
);
