/* Follows an import until it is over, and reads out what has changed.

   A custom element starts when it enters the document, whether this file was loaded before or after it. */

const PAUSE = 1500;
const PAUSE_AFTER_FAILURE = 5000;

class ImportProgress extends HTMLElement {
  connectedCallback() {
    if (this.getAttribute("src")) this.wait(PAUSE);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait(pause) {
    this.timer = setTimeout(() => this.update(), pause);
  }

  async update() {
    const response = await fetch(this.getAttribute("src"), {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    }).catch(() => null);
    if (!response || response.status >= 500 || response.status === 429) return this.wait(PAUSE_AFTER_FAILURE);
    if (!response.ok || response.redirected) return location.reload(); // signed out, or the run is gone
    this.innerHTML = await response.text();
    this.announce();
    if (this.querySelector("[data-over=false]")) this.wait(PAUSE);
  }

  announce() {
    const region = document.getElementById(this.getAttribute("announce"));
    const text = this.querySelector("[data-status]").textContent.trim();
    if (region.textContent !== text) region.textContent = text;
  }
}

customElements.define("import-progress", ImportProgress);
