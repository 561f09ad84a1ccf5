/* What Wagtail 8.0 leaves behind when the form of a page has errors.

   The errors of a tab are counted once, before the blocks of a StreamField are drawn: they are counted again whenever
   their number changes. “Could not be created” stays next to “Saved” after an autosave: it becomes what is true then. */

const ERRORS = ":not([hidden]):is(.error-message, .help-critical)";
const DRAFT_SAVED = document.currentScript.dataset.draftSaved;

function countAgain() {
  for (const counter of document.querySelectorAll(".w-tabs__errors[data-controller=w-count]")) {
    counter.removeAttribute("data-controller");
    setTimeout(() => counter.setAttribute("data-controller", "w-count")); // the controller counts when it connects
  }
}

function watchErrors() {
  for (const tabs of document.querySelectorAll(".tab-content")) {
    const count = () => tabs.querySelectorAll(ERRORS).length;
    let known = 0;
    const check = () => {
      if (count() === known) return;
      known = count();
      countAgain();
    };
    new MutationObserver(check).observe(tabs, { childList: true, subtree: true, attributeFilter: ["hidden"] });
    check();
  }
}

function correctMessage() {
  for (const item of document.querySelectorAll(".messages li.error")) {
    item.classList.replace("error", "warning");
    item.replaceChildren(...item.querySelectorAll("svg"), DRAFT_SAVED);
  }
}

document.addEventListener("DOMContentLoaded", watchErrors);
document.addEventListener("w-autosave:success", correctMessage);
