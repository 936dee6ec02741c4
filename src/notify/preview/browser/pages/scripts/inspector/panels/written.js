/** A form of the message as it is written, for the tabs that show one. */

import { fill, h } from "../../parts/dom.js";
import { makeCode } from "../../parts/code.js";

/** Makes the panel of a form by what people call it, HTML or MJML. */
export function makePanel(_app, _pointer, name) {
  const code = makeCode(name);
  const element = h("div.fills");
  return {
    element,
    show({ message, wish }) {
      const text = message?.[name.toLowerCase()];
      if (text === undefined) fill(element, showNone(name, message, wish));
      else {
        if (code.element.parentElement !== element) fill(element, code.element);
        code.show(text, { language: "markup" });
      }
    },
  };
}

/** What stands where a message has no such form, or where there is no message. */
export function showNone(name, message, { channel }) {
  const [title, words] = message
    ? [`No ${name}`, `A message by ${channel.replace("_", "-")} has none; an e-mail has.`]
    : ["No message yet", "It is shown here as soon as it can be rendered."];
  return h("p.empty", {}, h("strong", {}, title), words);
}
