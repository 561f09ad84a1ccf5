/* Wagtail 8.0.1 gives the input in which tags are typed no name, so screen readers say “edit text” only. It gets the
   label of its field, which points to the hidden input beside it. */

function labelTagInputs() {
  for (const input of document.querySelectorAll(".tagit-new input:not([aria-label])")) {
    const field = input.closest(".tagit").previousElementSibling;
    const label = field?.labels?.[0] ?? document.querySelector(`label[for="${CSS.escape(field?.id ?? "")}"]`);
    if (label) input.setAttribute("aria-label", label.firstChild.textContent.trim());
  }
}

new MutationObserver(labelTagInputs).observe(document.documentElement, { childList: true, subtree: true });
