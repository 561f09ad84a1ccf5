/** Sends requests, and keeps what was sent. */

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";
const KEPT = 20; // requests in the history

/** POSTs a request; resolves to {status, ok, text, milliseconds, bytes} whatever the status. */
export async function send(endpoint, { headers = {}, ...request }, signal) {
  const started = performance.now();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: ACCEPT, ...headers },
    body: JSON.stringify(request),
    signal,
  });
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - started);
  const status = `${response.status} ${response.statusText}`.trim();
  return { status, ok: response.ok, text, milliseconds, bytes: new Blob([text]).size };
}

/** A JSON object out of an editor, empty without text. Throws a sentence that names the editor. */
export function readObject(text, name) {
  let value;
  try {
    value = JSON.parse(text.trim() || "{}");
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
  if (!/^\s*({|$)/.test(text)) throw new Error(`${name}: write one JSON object.`);
  return value;
}

/** localStorage, or nothing where the browser forbids it. Request headers hold secrets and are never kept. */
export const memory = {
  read(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`playground.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(`playground.${key}`, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page works without a memory.
    }
  },
};

/** Puts a request at the front of the history, once. */
export function remember({ query, variables }) {
  const same = (each) => each.query === query && each.variables === variables;
  const others = memory.read("history", []).filter((each) => !same(each));
  memory.write("history", [{ query, variables, at: Date.now() }, ...others].slice(0, KEPT));
}
