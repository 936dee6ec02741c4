/**
 * A message in a frame of its own, in which nothing of it can run: the frame is sandboxed without scripts, and its
 * policy, which the server sets, loads nothing from elsewhere. The page puts the message in, so that the frame stays
 * where it was scrolled to.
 */

import { h } from "./dom.js";

/**
 * Makes a frame.
 * @param {string} title what screen readers call it
 * @returns {{element: HTMLIFrameElement, show: function(Object|null, Object): void}} `show` takes a message as the server
 *   describes it, and how it is looked at: `width`, `scheme`, `images`, `remote` and `text` as in the address
 */
export function makeFrame(title) {
  const element = h("iframe.frame", { title, sandbox: "allow-same-origin" });
  let shown = null;
  let address = "";

  function put() {
    if (!shown?.html || !element.contentDocument) return;
    // The frame's own parser, under the frame's own policy, which lets a message have its styles.
    const page = new element.contentWindow.DOMParser().parseFromString(shown.html, "text/html");
    const old = element.contentDocument;
    old.replaceChild(old.adoptNode(page.documentElement), old.documentElement);
  }

  element.addEventListener("load", put);
  return {
    element,
    show(message, look) {
      shown = message;
      const wanted = message ? `/frame/${message.notification}/${look.remote === "on" ? "?remote=on" : ""}` : "";
      if (wanted && wanted !== address) {
        address = wanted;
        element.src = wanted;
      } else put();
    },
  };
}
