/** The upper edge of the tabs, where they stand below the message: it is moved to give them more room, or less. */

import { h } from "../parts/dom.js";

// All in per cent of the page's height.
const LEAST = 10;
const MOST = 70;
const STEP = 5;  // with an arrow key

/**
 * Makes the edge. Until it is moved, the tabs are as high as they need to be, up to a limit of the style sheet.
 * @param {HTMLElement} tabs whose edge it is
 * @returns {HTMLElement}
 */
export function makeEdge(tabs) {
  let dragged = false;
  const end = () => (dragged = false);
  const element = h("div.edge", {
    role: "separator",
    tabindex: "0",
    "aria-orientation": "horizontal",
    "aria-label": "Height of the tabs in per cent of the page",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    title: "Drag to give the tabs more room; press twice for as much as they need",
    onpointerdown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragged = true;
    },
    onpointermove: (event) => dragged && put(100 - (100 * event.clientY) / innerHeight),
    onpointerup: end,
    onpointercancel: end,
    ondblclick: () => document.body.style.removeProperty("--tabs-height"),
    onkeydown: (event) => {
      const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      put(share() + step);
    },
  });

  function share() {
    return (100 * tabs.offsetHeight) / innerHeight;
  }

  function put(wanted) {
    document.body.style.setProperty("--tabs-height", `${Math.min(Math.max(wanted, LEAST), MOST)}dvh`);
  }

  new ResizeObserver(() => element.setAttribute("aria-valuenow", String(Math.round(share())))).observe(tabs);
  return element;
}
