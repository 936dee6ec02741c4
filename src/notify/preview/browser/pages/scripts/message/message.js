/** One message: how it is looked at, what is wrong with it, who it is from, how inboxes list it, and itself. */

import { fill, h } from "../parts/dom.js";
import { makeCard } from "./card.js";
import { makeDevice } from "./device.js";
import { makeFrame } from "../frame/frame.js";
import { makeInboxes } from "./inboxes.js";
import { makeLinkLine } from "./links.js";
import { listMistakes } from "../parts/mistakes.js";
import { tellRestart } from "../parts/restart.js";
import { showShort } from "./short.js";
import { makeToolbar } from "../page/toolbar.js";

const TOOLS = ["locale", "sample", "channel", "width", "scheme", "images", "remote", "text"];

/**
 * Makes the view of one message.
 * @param {Object} app what the page can do; gets `mark`, which marks elements of the message as `mark` of a frame does
 * @returns {{element: HTMLElement, show: function(Object): void}}
 */
export function makeMessageView(app) {
  const toolbar = makeToolbar(app, TOOLS);
  const faults = makeFaults();
  const card = makeCard(app);
  const inboxes = makeInboxes();
  const links = makeLinkLine();
  const frame = makeFrame("The message", { grows: true, onlink: links.point });
  const device = makeDevice(frame.element, (width) => app.change({ width }, { replaces: true }));
  const short = h("div.shorts");
  const skeleton = makeSkeleton();
  const email = [card.element, inboxes.element, device.element];
  const sheet = h("div.sheet", {}, skeleton, faults.element, email, short);
  const scroll = h("div.scroll", {}, sheet);
  const element = h("div.message", {}, toolbar.element, scroll, links.element);
  let shown = null;

  app.mark = frame.mark;

  function showMessage(state) {
    const { message, wish } = state;
    const isEmail = message?.html !== undefined;
    for (const part of email) part.hidden = !isEmail;
    short.hidden = !message || isEmail;
    if (isEmail) {
      frame.show(message, wish);
      device.show(String(wish.width));
      card.show(state);
      inboxes.show(message);
    } else if (message && message !== shown) fill(short, showShort(message, state.catalogue?.name ?? state.root));
    if (message && message.notification !== shown?.notification) {
      scroll.scrollTo(0, 0);
      links.clear();
    }
    shown = message;
  }

  return {
    element,
    show(state) {
      toolbar.show(state);
      faults.show(state);
      skeleton.hidden = Boolean(state.message) || !state.waiting;
      sheet.classList.toggle("stale", state.stale && Boolean(state.message));
      sheet.setAttribute("aria-busy", String(state.waiting));
      showMessage(state);
    },
  };
}

/** Why a message cannot be rendered as it is now, and that what is shown below is older. */
function makeFaults() {
  const title = h("strong");
  const list = h("div");
  const older = h("p.older", {}, "Below is the message as it was before.");
  const element = h("section.notice.error.faults", { "aria-label": "What is wrong", hidden: true }, title, list, older);
  let shown = null;
  return {
    element,
    show({ faults, message, trouble, connected }) {
      const known = JSON.stringify([faults, trouble, Boolean(message), connected]);
      if (known === shown) return;
      shown = known;
      element.hidden = !faults.length && !trouble;
      title.textContent = faults.length ? "This message cannot be rendered." : trouble ?? "";
      fill(list, faults.length ? listMistakes(faults) : null, trouble && !connected ? tellRestart() : null);
      older.hidden = !message;
    },
  };
}

/** The places of what is on its way, so that nothing moves when it comes. */
function makeSkeleton() {
  return h("div.skeleton", { "aria-hidden": "true" }, h("div.card"), h("div.inboxes"), h("div.device"));
}
