/** The edge around a message: as wide as a device, in the middle, with a handle on each side to make it wider. */

import { h } from "./dom.js";

const NARROWEST = 240;  // pixels
const STEP = 10;        // pixels, with an arrow key
const LEAP = 50;        // with Shift as well

/**
 * Makes an edge.
 * @param {HTMLElement} content what it is around, which is as wide as it
 * @param {function(string)} choose is told the width that somebody wants: pixels, or `fit`
 * @returns {{element: HTMLElement, show: function(string): void}} `show` takes the width, as in the address
 */
export function makeDevice(content, choose) {
  const screen = h("div.screen", {}, content);
  const handles = [makeHandle("start", -1), makeHandle("end", 1)];
  const size = h("output.size", { "aria-hidden": "true" });
  const element = h("div.device", {}, handles[0], screen, handles[1], size);
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
        from = { x: event.clientX, width: screen.clientWidth };
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
        choose(String(clamp(screen.clientWidth + step * (event.shiftKey ? LEAP : STEP))));
      },
    });
  }

  function clamp(width) {
    const room = element.parentElement.clientWidth - 2 * handles[0].offsetWidth;
    return Math.round(Math.min(Math.max(width, NARROWEST), Math.max(room, NARROWEST)));
  }

  function put(width) {
    wanted = width;
    screen.style.width = width === "fit" ? "" : `${width}px`;
    element.classList.toggle("fit", width === "fit");
    say();
  }

  function say() {
    const width = screen.clientWidth;
    if (!width) return;
    size.value = `${width} px`;
    for (const handle of handles) {
      handle.setAttribute("aria-valuenow", String(width));
      handle.setAttribute("aria-valuemin", String(NARROWEST));
      handle.setAttribute("aria-valuemax", String(Math.max(width, element.parentElement?.clientWidth ?? width)));
    }
  }

  new ResizeObserver(say).observe(screen);
  return {
    element,
    show(width) {
      if (!("dragged" in element.dataset)) put(/^\d+$/.test(width) ? width : "fit");
    },
  };
}
