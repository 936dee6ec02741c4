/** A message in several locales, or at several widths, side by side. */

import { h } from "./dom.js";

export function makeComparison() {
  const element = h("div.compare");
  return { element, show() {} };
}
