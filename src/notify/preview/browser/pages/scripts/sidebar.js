/** The list of notifications by category. */

import { fill, h } from "./dom.js";

export function makeSidebar({ change }) {
  const sidebar = document.getElementById("sidebar");
  return {
    show({ catalogue, wish }) {
      if (!catalogue) return;
      fill(sidebar, catalogue.categories.map((category) => [
        h("h2", {}, category.name),
        h("ul", {}, category.notifications.map((entry) =>
          h("li", {}, h("button", {
            type: "button",
            "aria-current": entry.id === wish.id ? "true" : null,
            onclick: () => change({ id: entry.id, set: {} }),
          }, entry.id)))),
      ]));
    },
  };
}
