/** A choice of one among a few, which are all seen: one stop of the Tab key, arrows within. */

import { h, keep } from "./dom.js";

/**
 * Makes a choice.
 * @param {string} label what is chosen, for screen readers
 * @param {function(string)} choose is told the value that somebody wants
 * @returns {{element: HTMLElement, show: function(Object[], string)}} `show` takes the options, each with its `value`,
 *   `name` (also what it is called where that is not seen), and maybe `content` (what is seen, a list of nodes) and
 *   `hint`; and the value that is chosen, which may be none of them
 */
export function makeChoice(label, choose) {
  const element = h("div.segments", { role: "radiogroup", "aria-label": label, onkeydown: walk });

  function walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const buttons = [...element.children];
    const button = buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length);
    button.focus();
    button.click();
  }

  function make({ value }) {
    return h("button.button", { type: "button", role: "radio", onclick: () => choose(value) });
  }

  return {
    element,
    show(options, chosen) {
      const stop = options.some(({ value }) => value === chosen) ? chosen : options[0]?.value;
      keep(element, options, ({ value }) => value, make, (button, { value, name, content, hint }) => {
        if (button.dataset.name !== name) {
          button.dataset.name = name;
          button.replaceChildren(...(content?.() ?? [name]));
        }
        button.title = hint ?? "";
        if (content) button.setAttribute("aria-label", name);
        button.setAttribute("aria-checked", String(value === chosen));
        button.tabIndex = value === stop ? 0 : -1;
      });
    },
  };
}
