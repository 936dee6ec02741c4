/** The wall: every notification in every locale. */

import { h } from "./dom.js";

export function makeWall() {
  const element = h("div.wall");
  return { element, show() {} };
}
