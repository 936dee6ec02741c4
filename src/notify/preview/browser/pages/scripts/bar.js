/** The bar at the top: which workspace this is, and in which way it is looked at. */

import { fill, h } from "./dom.js";

const VIEWS = { message: "Message", wall: "Wall", compare: "Compare" };

export function makeBar({ change }) {
  const bar = document.getElementById("bar");
  return {
    show({ root, wish, connected }) {
      const views = Object.entries(VIEWS).map(([view, name]) =>
        h("button", { type: "button", "aria-pressed": String(wish.view === view), onclick: () => change({ view }) }, name));
      fill(bar, h("strong", {}, root), h("div", { role: "group", "aria-label": "View" }, views), connected ? null : "Not connected");
    },
  };
}
