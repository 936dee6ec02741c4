/** A form of the message as it is written, for the tabs that show one. */

import { fill, h } from "../dom.js";
import { makeCode } from "../code.js";

/**
 * Makes a panel.
 * @param {string} name what people call the form
 * @param {string} field the part of the message that has it
 * @returns {{element: HTMLElement, show: function(Object)}}
 */
export function makeTextPanel(name, field) {
  const code = makeCode(name);
  const element = h("div.fills");
  return {
    element,
    show({ message, wish }) {
      const text = message?.[field];
      if (text === undefined) fill(element, showNone(name, message, wish));
      else {
        if (!code.element.isConnected || code.element.parentElement !== element) fill(element, code.element);
        code.show(text, { language: "markup" });
      }
    },
  };
}

/** What stands where a message has no such form, or where there is no message. */
export function showNone(name, message, { channel }) {
  if (!message) return h("p.empty", {}, h("strong", {}, "No message yet"), "It is shown here as soon as it can be rendered.");
  return h("p.empty", {}, h("strong", {}, `No ${name}`), `A message by ${channel.replace("_", "-")} has none; an e-mail has.`);
}
