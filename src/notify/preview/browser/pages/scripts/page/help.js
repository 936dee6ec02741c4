/** The help: what the keys do. */

import { h } from "../parts/dom.js";
import { KEYS } from "./keys.js";

/** Makes the help, which opens over the page; `open` shows it. */
export function makeHelp() {
  const rows = KEYS.map(({ keys, words }) => h("tr", {},
    h("th", { scope: "row" }, keys.length > 2 ? [key(keys[0]), " to ", key(keys.at(-1))] : keys.map(key)),
    h("td", {}, words)));
  const dialog = h("dialog.dialog.help", { "aria-labelledby": "help-title", onclick: leave },
    h("h2", { id: "help-title" }, "Keys"),
    h("table.table.names", {}, h("tbody", {}, rows)),
    h("p.soft", {}, "Whatever you choose is in the address: send it to somebody who has this workspace, and they see the same."),
    h("form.actions", { method: "dialog" }, h("button.button.primary", { type: "submit" }, "Close")));
  document.body.append(dialog);

  function leave(event) {
    // Beside it, where nothing but its backdrop is.
    if (event.target === dialog) dialog.close();
  }

  return { open: () => dialog.showModal() };
}

function key(name) {
  return h("kbd.kbd", {}, name);
}
