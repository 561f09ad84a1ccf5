/* Wagtail 8.0.1 gives the windows of choosers no name, and none to rich text in blocks, so screen readers say “dialog” and
   “edit text” only. A window gets its heading, a text the label of its field, or the kind of the block around it. The boxes of
   a window in which several are chosen have a title alone, which some readers pass over: it becomes their name, too. */

const LABELS = [".w-field__label", ".c-sf-block__type"];

function findLabel(editor) {
  const around = [editor.closest("[data-contentpath]"), editor.closest("[data-panel]")];
  return around.map((each, place) => each?.querySelector(LABELS[place])).find((each) => each?.textContent.trim());
}

function nameAll(selector, find) {
  for (const each of document.querySelectorAll(`${selector}:not([aria-label])`)) {
    const text = find(each)?.textContent.replace("*", "").trim();
    if (text) each.setAttribute("aria-label", text);
  }
}

new MutationObserver(() => {
  nameAll(".modal[role=dialog]", (each) => each.querySelector("h1, h2"));
  nameAll(".public-DraftEditor-content", findLabel);
  for (const each of document.querySelectorAll("[data-multiple-choice-select][title]:not([aria-label])")) {
    each.setAttribute("aria-label", each.title);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
