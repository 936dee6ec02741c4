/**
 * A message in a frame of its own, in which nothing of it can run: the frame is sandboxed without scripts, and its
 * policy, which the server sets, loads nothing from elsewhere. The page puts the message in, so that the frame stays
 * where it was scrolled to, and what did not change is not painted again.
 */

import { h } from "../parts/dom.js";
import { adjust, prepare, sheetFor } from "./looks.js";
import { patch } from "./patch.js";
import { checkPictures, renamePictures } from "./pictures.js";

// The marker is a style sheet and nothing in the message: an outline takes no room.
const MARKER = `{
  outline: 2px solid #2f4be0 !important;
  outline-offset: -2px !important;
  box-shadow: inset 0 0 0 3px rgb(255 255 255 / 85%), inset 0 0 0 100vmax rgb(47 75 224 / 12%) !important;
  scroll-margin: 120px;
}`;

// A message that is wider than its frame is scrolled sideways, as on a phone: that is a fault to be seen.
const GROWN = ":root { overflow: auto hidden !important; }";

/**
 * Makes a frame.
 * @param {string} title what screen readers call it
 * @param {Object} [wishes] `grows`: it is as high as the message, and does not scroll. `onlink` is told the address of
 *   a link when it is pointed at (null when it is left), with whether it was pressed
 * @returns {{element: HTMLIFrameElement, show: function(Object|null, Object): void,
 *   mark: function(number[][]|null): void}} `show` takes a message as the server describes it, and how it is looked at:
 *   `scheme`, `images`, `remote` and `text` as in the address. `mark` takes the places of elements, each as the numbers
 *   of child elements on the way from the root; null marks nothing
 */
export function makeFrame(title, { grows = false, onlink = () => {} } = {}) {
  const element = h("iframe.frame", { title, sandbox: "allow-same-origin" });
  const growth = new ResizeObserver(grow);
  let shown = null;     // the message that is wanted
  let look = {};
  let standing = null;  // the message that stands in the frame
  let marked = [];
  let loaded = null;    // the page of the server that is there to put messages in
  let awaited = false;  // whether it is on its way

  element.addEventListener("pointerleave", () => onlink(null, false));
  element.addEventListener("load", () => {
    const page = element.contentDocument;
    awaited = false;
    standing = null;
    // Before it is asked for, an empty page of the browser stands there; another one where the server does not answer,
    // or where something led away from it.
    loaded = isOfServer(page) ? page : null;
    if (!loaded) return;
    page.addEventListener("click", press);
    page.addEventListener("auxclick", press);
    page.addEventListener("keydown", passOn);
    page.addEventListener("submit", (event) => event.preventDefault());
    for (const kind of ["pointerover", "focusin"]) page.addEventListener(kind, (event) => onlink(linkOf(event), false));
    page.addEventListener("focusout", () => onlink(null, false));
    put();
  });

  function put() {
    const { contentDocument: page, contentWindow: view } = element;
    // A frame that was taken out of the page and comes back loads anew.
    if (!page || page !== loaded || shown?.html === undefined) return;
    if (mayLoad(page) !== look.remote) return load();
    // The frame's own parser, under the frame's own policy, which lets a message have its styles.
    const wanted = prepare(new view.DOMParser().parseFromString(shown.html, "text/html"), look);
    const address = frameAddress(shown, look);
    renamePictures(wanted, address);
    // Pictures are found beside the template.
    view.history.replaceState(null, "", address);
    if (standing && standing.notification === shown.notification) patch(page.documentElement, wanted.documentElement);
    else {
      page.replaceChild(page.adoptNode(wanted.documentElement), page.documentElement);
      page.scrollingElement?.scrollTo(0, 0);
    }
    const isOther = standing !== shown;
    standing = shown;
    adjust(element, look);
    dress();
    growth.disconnect();
    if (grows) growth.observe(page.documentElement);
    grow();
    if (isOther && grows) checkPictures(page, address).then((changed) => changed && standing === shown && put());
  }

  /** What may be loaded is settled when a page is: then there has to be another one. The way back leads to none. */
  function load() {
    loaded = standing = null;
    awaited = true;
    const address = frameAddress(shown, look);
    if (element.contentWindow && element.hasAttribute("src")) element.contentWindow.location.replace(address);
    else element.src = address;
  }

  /** Whether the page is not there that messages are put in, and is not on its way. */
  function isGone() {
    return !awaited && (!loaded || element.contentDocument !== loaded);
  }

  /** The page's own styles in the frame: those of the look, and those of the marker. */
  function dress() {
    const view = element.contentWindow;
    const rule = marked.map(selectorOf).join(", ");
    const texts = [grows && GROWN, sheetFor(look), rule && `${rule} ${MARKER}`].filter(Boolean);
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

  /** What the keys of the page do, they do as well when somebody has just clicked into the message. */
  function passOn(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    const pressed = { key, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true };
    if (!element.dispatchEvent(new KeyboardEvent("keydown", pressed))) event.preventDefault();
  }

  return {
    element,
    show(message, wished) {
      const { scheme, images, remote, text } = wished;
      const same = message === standing && [scheme, images, remote, text].join() === Object.values(look).join();
      [shown, look] = [message, { scheme, images, remote, text }];
      if (!message) return;
      if (isGone()) load();
      else if (!same) put();
    },
    mark(places) {
      marked = places ?? [];
      if (!standing || isGone()) return;
      dress();
      if (!marked.length) return;
      element.contentDocument.querySelector(selectorOf(marked[0]))?.scrollIntoView({ block: "nearest" });
    },
  };
}

function frameAddress(message, look) {
  return `/frame/${encodeURIComponent(message.notification)}/${look.remote === "on" ? "?remote=on" : ""}`;
}

function isOfServer(page) {
  return page !== null && new URL(page.URL).pathname.startsWith("/frame/");
}

function mayLoad(page) {
  return new URL(page.URL).searchParams.get("remote") ?? "off";
}

function linkOf(event) {
  return event.target.closest?.("a[href], area[href]")?.getAttribute("href") ?? null;
}

function selectorOf(place) {
  return [":root", ...place.map((number) => `:nth-child(${number + 1})`)].join(" > ");
}
