/** GraphQL and JSON as tokens, as coloured text and as tidy text. A token is {kind, text, start}. */

const grammar = (parts) =>
  new RegExp(Object.entries(parts).map(([kind, part]) => `(?<${kind}>${part.source})`).join("|"), "gsy");

const GRAPHQL = grammar({
  comment: /#[^\n]*/,
  string: /"""(?:\\"""|.)*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?/,
  number: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  name: /[_A-Za-z]\w*/,
  punctuation: /\.\.\.|[{}()[\]:!=|&$@]/,
  space: /[\s,\uFEFF]+/,
  other: /./,
});
const JSON_TEXT = grammar({
  key: /"(?:\\.|[^"\\])*"(?=\s*:)/,
  string: /"(?:\\.|[^"\\])*"?/,
  number: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  keyword: /true|false|null/,
  punctuation: /[{}[\]:,]/,
  space: /\s+/,
  other: /./,
});
const KEYWORDS = new Set(["query", "mutation", "subscription", "fragment", "on"]);
const OPERATIONS = new Set(["query", "mutation", "subscription"]);

function scan(text, language) {
  return Array.from(text.matchAll(language), (match) => {
    const [kind, found] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    return { kind, text: found, start: match.index };
  });
}

/** The tokens of a GraphQL document that carry meaning. */
export const tokens = (text) => scan(text, GRAPHQL).filter(({ kind }) => kind !== "space");

function paint(list, kindOf) {
  const painted = document.createDocumentFragment();
  for (const [index, token] of list.entries()) {
    const span = document.createElement("span");
    span.className = `tok-${kindOf(token, index)}`;
    span.textContent = token.text;
    painted.append(token.kind === "space" ? token.text : span);
  }
  return painted;
}

export const paintJson = (text) => paint(scan(text, JSON_TEXT), ({ kind }) => kind);

export function paintGraphql(text) {
  const meaning = tokens(text);
  const place = new Map(meaning.map(({ start }, index) => [start, index]));
  return paint(scan(text, GRAPHQL), (token) => {
    const index = place.get(token.start);
    if (token.kind !== "name") return token.kind;
    return nameKind(token.text, meaning[index - 1]?.text, meaning[index + 1]?.text);
  });
}

function nameKind(text, previous, next) {
  if (previous === "$") return "variable";
  if (previous === "@") return "directive";
  if (next === ":") return "key";
  if (KEYWORDS.has(text) || /^(true|false|null)$/.test(text)) return "keyword";
  if (/^[A-Z][A-Z0-9_]+$/.test(text)) return "enum";
  return /^[A-Z]/.test(text) ? "type" : "field";
}

/** The names of the named operations in a document. */
export function operationNames(text) {
  let depth = 0;
  return tokens(text).flatMap((token, index, list) => {
    depth += { "{": 1, "(": 1, "}": -1, ")": -1 }[token.text] ?? 0;
    const named = depth === 0 && OPERATIONS.has(list[index - 1]?.text) && token.kind === "name";
    return named ? [token.text] : [];
  });
}

/** JSON text with two spaces a level; the text itself when it is not JSON. */
export function prettyJson(text) {
  try {
    return text.trim() ? JSON.stringify(JSON.parse(text), null, 2) : "";
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** The document with one field a line; the text itself should that change its meaning. */
export function prettyGraphql(text) {
  const list = tokens(text);
  let [tidy, depth, brackets] = ["", 0, 0];
  for (const [index, token] of list.entries()) {
    if (token.text === "}" && !brackets) depth = Math.max(0, depth - 1);
    tidy += gap(list[index - 2], list[index - 1], token, brackets, depth) + token.text;
    if ("([".includes(token.text) || (token.text === "{" && brackets)) brackets += 1;
    else if (")]".includes(token.text) || (token.text === "}" && brackets)) brackets -= 1;
    else if (token.text === "{") depth += 1;
  }
  const meaning = (tokenList) => tokenList.map((token) => token.text).join(" ");
  return list.length && meaning(tokens(tidy)) === meaning(list) ? `${tidy}\n` : text;
}

function gap(earlier, previous, { kind, text }, brackets, depth) {
  if (!previous) return "";
  const line = `\n${"  ".repeat(depth)}`;
  if (kind === "comment" || previous.kind === "comment") return line;
  if ([":", "!", "(", ")", "]"].includes(text) || ["(", "[", "$", "@"].includes(previous.text)) return "";
  if ([previous.text, text].includes("=") || previous.text === ":" || text === "@") return " ";
  if (brackets) return previous.text === "{" || text === "}" ? " " : ", ";
  if (text === "{" && previous.text !== "}") return previous.text === "{" ? line : " ";
  if (depth === 0 && text !== "}") return previous.text === "}" ? "\n\n" : " ";
  if (previous.text === "...") return text === "on" ? " " : "";
  return previous.text === "on" && earlier?.text === "..." ? " " : line;
}
