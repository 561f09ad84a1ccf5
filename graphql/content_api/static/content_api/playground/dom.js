/** An element with properties, ARIA attributes and children: el("button", {type: "button"}, "Run"). */
export function el(tag, { aria = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(aria)) {
    element.setAttribute(name === "role" ? name : `aria-${name}`, value);
  }
  element.append(...children);
  return element;
}
