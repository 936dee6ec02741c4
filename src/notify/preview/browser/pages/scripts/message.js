/** One message: how it is looked at, who it is from, how inboxes list it, and itself. */

import { h } from "./dom.js";
import { makeFrame } from "./frame.js";

export function makeMessageView() {
  const frame = makeFrame("The message");
  const element = h("div.message", {}, frame.element);
  return {
    element,
    show({ message, wish }) {
      frame.show(message, wish);
    },
  };
}
