/** What GraphiQL keeps in the browser: all but request headers, which hold tokens. */

const HISTORY = ["graphiql:queries", "graphiql:favorites"];

/** GraphiQL 5.4.0 keeps headers in its history, whatever `shouldPersistHeaders` says. */
const dropHeaders = (text) => JSON.stringify(JSON.parse(text, (key, value) => (key === "headers" ? undefined : value)));

export const storage = {
  get length() {
    return localStorage.length;
  },
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, HISTORY.includes(key) ? dropHeaders(text) : text),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
};
