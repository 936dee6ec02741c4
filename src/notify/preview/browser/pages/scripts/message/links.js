/** Where the links of a message lead: said at the foot of it, for they are not followed. */

import { announce, fill, h } from "../parts/dom.js";
import { icon } from "../parts/icons.js";

/** Kinds of addresses that can be opened beside the page. */
const OPENS = /^(https?|mailto|tel):/i;

/**
 * Makes the line.
 * @returns {{element: HTMLElement, point: function(string|null, boolean): void, clear: function(): void}} `point` takes
 *   the address of a link that is pointed at (null when it is left), and whether it was pressed: then it stays
 */
export function makeLinkLine() {
  const words = h("bdi.address");
  const actions = h("span.actions");
  const element = h("div.links", { hidden: true }, words, actions);
  const close = h("button.button.quiet.icon", { type: "button", "aria-label": "Close", onclick: clear }, icon("close"));
  let kept = null;
  let said = null;

  function show(address) {
    // What is there stays: somebody may be about to press it.
    const wanted = JSON.stringify([address, kept]);
    if (wanted === said) return;
    said = wanted;
    element.hidden = address === null;
    if (address === null) return;
    words.textContent = address || "This link has no address.";
    words.title = address;
    element.classList.toggle("kept", address === kept);
    fill(actions, address === kept ? [OPENS.test(address) ? opening(address) : null, close] : null);
  }

  function opening(address) {
    const safely = { href: address, target: "_blank", rel: "noopener noreferrer" };
    return h("a.button.quiet", safely, icon("open"), "Open in a new tab");
  }

  function clear() {
    kept = null;
    show(null);
  }

  return {
    element,
    point(address, pressed) {
      if (pressed) {
        kept = address;
        announce(`This link leads to ${address}`);
      }
      show(address ?? kept);
    },
    clear,
  };
}
