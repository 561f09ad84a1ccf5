/* Starts Wagtail's widgets without inline scripts: see cms/site/widgets.py.

   A custom element runs when it enters the document, at once, as a script would; it may only start widgets. */

const WIDGETS = /^(?:(?:init|create)?[A-Z]\w*Chooser|Chooser|InlinePanel|MultipleChooserPanel)$/;
const FUNCTIONS = /^(?:init|create)/;

class Start extends HTMLElement {
  connectedCallback() {
    if (this.started) return; // moved within the page
    this.started = true;
    const name = this.getAttribute("name");
    const found = WIDGETS.test(name) ? window[name] : undefined;
    if (typeof found !== "function") throw new Error(`There is no widget ${name} to start.`);
    const given = JSON.parse(this.getAttribute("arguments"));
    if (FUNCTIONS.test(name)) found(...given);
    else new found(...given);
  }
}

customElements.define("cms-start", Start);
