/** What there is to know about the message, in tabs beside it. */

import { fill, h } from "./dom.js";

export function makeInspector() {
  const inspector = document.getElementById("inspector");
  return {
    show({ message }) {
      fill(inspector, message?.text ? h("pre", {}, message.text) : null);
    },
  };
}
