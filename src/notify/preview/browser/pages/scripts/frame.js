/**
 * A message in a frame of its own, in which nothing of it can run: the frame is sandboxed without scripts, and its
 * policy, which the server sets, loads nothing from elsewhere. The page puts the message in, so that the frame stays
 * where it was scrolled to, and what did not change is not painted again.
 */

import { h } from "./dom.js";
import { adjust, prepare, sheetFor } from "./looks.js";
import { patch } from "./patch.js";

// The marker is a style sheet and nothing in the message: an outline takes no room.
const MARKER = `{
  outline: 2px solid #2f4be0 !important;
  outline-offset: -2px !important;
  box-shadow: inset 0 0 0 3px rgb(255 255 255 / 85%), inset 0 0 0 100vmax rgb(47 75 224 / 12%) !important;
  scroll-margin: 120px;
}`;

/**
 * Makes a frame.
 * @param {string} title what screen readers call it
 * @param {Object} [wishes] `grows`: it is as high as the message, and does not scroll. `onlink` is told the address of a
 *   link when it is pointed at (null when it is left), with whether it was pressed
 * @returns {{element: HTMLIFrameElement, show: function(Object|null, Object): void,
 *   mark: function(number[][]|null): void}} `show` takes a message as the server describes it, and how it is looked at:
 *   `scheme`, `images`, `remote` and `text` as in the address. `mark` takes the places of elements, each as the numbers
 *   of child elements on the way from the root; null marks nothing
 */
export function makeFrame(title, { grows = false, onlink = () => {} } = {}) {
  const element = h("iframe.frame", { title, sandbox: "allow-same-origin", scrolling: grows ? "no" : null });
  const growth = new ResizeObserver(grow);
  let shown = null;     // the message that is wanted
  let look = {};
  let standing = null;  // the message that stands in the frame
  let marked = [];
  let policy = "";      // what the frame's page may load, of those that there are
  let ready = false;    // whether that page is there

  element.addEventListener("pointerleave", () => onlink(null, false));
  element.addEventListener("load", () => {
    const page = element.contentDocument;
    // Before it is asked for, an empty page of the browser stands there.
    if (!page?.URL.includes("/frame/")) return;
    ready = true;
    standing = null;
    page.addEventListener("click", press);
    page.addEventListener("auxclick", press);
    page.addEventListener("submit", (event) => event.preventDefault());
    for (const kind of ["pointerover", "focusin"]) page.addEventListener(kind, (event) => onlink(linkOf(event), false));
    page.addEventListener("focusout", () => onlink(null, false));
    put();
  });

  function put() {
    if (!ready || shown?.html === undefined) return;
    const { contentDocument: page, contentWindow: view } = element;
    // The frame's own parser, under the frame's own policy, which lets a message have its styles.
    const wanted = prepare(new view.DOMParser().parseFromString(shown.html, "text/html"), look);
    // Images are found beside the template.
    view.history.replaceState(null, "", frameAddress(shown, look));
    if (standing && standing.notification === shown.notification) patch(page.documentElement, wanted.documentElement);
    else {
      page.replaceChild(page.adoptNode(wanted.documentElement), page.documentElement);
      page.scrollingElement?.scrollTo(0, 0);
    }
    standing = shown;
    adjust(element, look);
    dress();
    growth.disconnect();
    if (grows) growth.observe(page.documentElement);
    grow();
  }

  /** The page's own styles in the frame: those of the look, and those of the marker. */
  function dress() {
    const view = element.contentWindow;
    const rule = marked.map(selectorOf).join(", ");
    const texts = [sheetFor(look), rule && `${rule} ${MARKER}`].filter(Boolean);
    view.document.adoptedStyleSheets = texts.map((text) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
  }

  function grow() {
    const page = element.contentDocument;
    if (!grows || !page?.body) return;
    const bar = element.contentWindow.innerHeight - page.documentElement.clientHeight;
    const height = Math.max(page.documentElement.getBoundingClientRect().height, page.body.scrollHeight) + bar;
    element.style.height = `${Math.ceil(height)}px`;
  }

  function press(event) {
    const link = linkOf(event);
    // The right button opens the browser's own menu.
    if (link === null || event.button === 2) return;
    event.preventDefault();
    if (link.startsWith("#")) element.contentDocument.getElementById(link.slice(1))?.scrollIntoView();
    else onlink(link, true);
  }

  return {
    element,
    show(message, wished) {
      const { scheme, images, remote, text } = wished;
      const same = message === shown && JSON.stringify(look) === JSON.stringify({ scheme, images, remote, text });
      [shown, look] = [message, { scheme, images, remote, text }];
      if (!message || (same && standing === message)) return;
      if (policy === `remote ${remote}`) put();
      else {
        // What may be loaded is settled when a page is: there has to be another one. The way back does not lead to it.
        policy = `remote ${remote}`;
        ready = false;
        if (element.contentWindow) element.contentWindow.location.replace(frameAddress(message, look));
        else element.src = frameAddress(message, look);
      }
    },
    mark(places) {
      marked = places ?? [];
      if (!standing) return;
      dress();
      if (marked.length) element.contentDocument.querySelector(selectorOf(marked[0]))?.scrollIntoView({ block: "nearest" });
    },
  };
}

function frameAddress(message, look) {
  return `/frame/${encodeURIComponent(message.notification)}/${look.remote === "on" ? "?remote=on" : ""}`;
}

function linkOf(event) {
  return event.target.closest?.("a[href], area[href]")?.getAttribute("href") ?? null;
}

function selectorOf(place) {
  return [":root", ...place.map((number) => `:nth-child(${number + 1})`)].join(" > ");
}
