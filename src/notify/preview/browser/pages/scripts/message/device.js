/** The edge around a message: as wide as a device, in the middle, with a handle on each side to make it wider. */

import { h } from "../parts/dom.js";

const NARROWEST = 240;  // pixels
const STEP = 10;        // pixels, with an arrow key
const LEAP = 50;        // with Shift as well
const EDGES = 2;        // pixels of the edge itself, on both sides

/**
 * Makes an edge.
 * @param {HTMLElement} content what it is around, which is as wide as it
 * @param {function(string)} choose is told the width that somebody wants: pixels, or `fit`
 * @returns {{element: HTMLElement, show: function(string): void}} `show` takes the width, as in the address
 */
export function makeDevice(content, choose) {
  const handles = [makeHandle("start", -1), makeHandle("end", 1)];
  const size = h("output.size", { "aria-hidden": "true" });
  const element = h("div.device", {}, handles[0], h("div.screen", {}, content), handles[1], size);
  let wanted = "fit";

  function makeHandle(side, direction) {
    let from = null;
    const move = (event) => {
      // The middle stays where it is: both sides move, and twice as far.
      if (from) put(String(clamp(from.width + (event.clientX - from.x) * direction * 2)));
    };
    const end = (event) => {
      if (!from) return;
      move(event);
      const moved = event.clientX !== from.x;
      from = null;
      delete element.dataset.dragged;
      if (moved) choose(wanted);
    };
    return h(`div.handle.${side}`, {
      role: "separator",
      tabindex: "0",
      "aria-orientation": "vertical",
      "aria-label": "Width of the message in pixels",
      title: "Drag to change the width; press twice to fill the room there is",
      onpointerdown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from = { x: event.clientX, width: clamp(width()) };
        element.dataset.dragged = "";
      },
      onpointermove: move,
      onpointerup: end,
      onpointercancel: end,
      ondblclick: () => choose("fit"),
      onkeydown: (event) => {
        const step = { ArrowRight: direction, ArrowLeft: -direction }[event.key];
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        choose(String(clamp(width() + step * (event.shiftKey ? LEAP : STEP))));
      },
    });
  }

  function width() {
    return wanted === "fit" ? room() : Number(wanted);
  }

  /** How much room there is beside the handles, in pixels. */
  function room() {
    return element.clientWidth - 2 * handles[0].offsetWidth - EDGES;
  }

  function clamp(pixels) {
    return Math.round(Math.max(Math.min(pixels, room()), NARROWEST));
  }

  function put(wish) {
    if (wish === wanted) return;
    wanted = wish;
    fit();
  }

  /** What is wider than there is room is drawn smaller: it is to be seen whole. */
  function fit() {
    const there = room();
    if (there <= 0) return;
    const scale = Math.min(1, there / width());
    content.style.width = `${width()}px`;
    content.style.zoom = String(scale);
    size.value = scale === 1 ? `${width()} px` : `${width()} px, drawn at ${Math.round(scale * 100)} %`;
    for (const handle of handles) {
      handle.setAttribute("aria-valuenow", String(width()));
      handle.setAttribute("aria-valuemin", String(NARROWEST));
      handle.setAttribute("aria-valuemax", String(Math.max(width(), there)));
    }
  }

  new ResizeObserver(fit).observe(element);
  return {
    element,
    show(width) {
      if (!("dragged" in element.dataset)) put(/^\d+$/.test(width) ? width : "fit");
    },
  };
}
