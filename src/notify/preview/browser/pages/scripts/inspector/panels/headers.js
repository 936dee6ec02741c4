/** The headers of the e-mail that follow from the catalogue, as readable text. */

import { fill, h } from "../../parts/dom.js";
import { makeCopyButton } from "../../parts/code.js";
import { showNone } from "./written.js";

/** Makes the panel. */
export function makePanel() {
  let shown = null;
  const rows = h("tbody");
  const write = () => Object.entries(shown).map(([name, value]) => `${name}: ${value}`).join("\n");
  const copy = makeCopyButton(write, "Copy");
  const whole = h("div.stack", {},
    h("div.viewer-bar", {}, copy),
    h("table.table.names", {}, h("caption.unseen", {}, "Headers"), rows),
    h("p.soft", {}, "To, Date and Message-ID are added when the message is sent."));
  const element = h("div.padded");
  return {
    element,
    show({ message, wish }) {
      if (!message?.headers) {
        shown = null;
        fill(element, showNone("headers", message, wish));
        return;
      }
      if (JSON.stringify(message.headers) === JSON.stringify(shown)) return;
      if (!shown) fill(element, whole);
      shown = message.headers;
      fill(rows, Object.entries(shown).map(([name, value]) =>
        h("tr", {}, h("th", { scope: "row" }, name), h("td", { dir: "auto" }, value))));
    },
  };
}
