/** A message drawn small, with its subject below: one tile of the wall. */

import { fill, h } from "../parts/dom.js";
import { makeFrame } from "../frame/frame.js";
import { makeDot, sayCounts } from "./tally.js";
import { CHANNELS } from "../page/toolbar.js";

/**
 * Makes a tile, which is a cell of a table.
 * @param {Object} spot which message it is for: `entry` and `locale` as the catalogue has them, and `channel`
 * @param {function(Event)} open is told that somebody wants to see the message
 * @returns {Object} `spot`, `element`, its `link`, and `draw`, `mark` and `release`
 */
export function makeTile(spot, open) {
  const { entry, channel, locale } = spot;
  const shot = h("div.shot", { inert: true, "aria-hidden": "true" });
  const fault = h("p.fault", { hidden: true });
  const link = h("a.subject", { tabindex: "-1", onclick: open }, locale.name);
  const badges = h("span.badges");
  const element = h("td.tile", { data: { state: "loading" } }, shot, fault, h("div.caption", {}, link, badges));
  let frame = null;
  let message = null;
  let answered = null;   // what was drawn last
  let drawn = "";        // how it was looked at when it was drawn; nothing where it was not
  let trouble = "";
  let counts = {};       // of its findings

  function describe() {
    const words = message?.subject ?? message?.words?.title ?? "";
    const fallback = message?.fallback ? `in ${message.locale_used}` : "";
    link.textContent = words || (message ? CHANNELS[channel] ?? channel : locale.name);
    link.lang = words ? message.locale_used : "";
    link.dir = words ? message.direction : "";
    const said = [words, fallback, trouble && "cannot be rendered", sayCounts(counts)].filter(Boolean).join(", ");
    link.setAttribute("aria-label", `${entry.id}, ${CHANNELS[channel] ?? channel}, ${locale.name}: ${said}`);
    fill(badges,
      fallback ? h("span.badge.info", { title: explainFallback(message, locale.code) }, fallback) : null,
      makeDot(counts));
  }

  function put(look) {
    if (message.html === undefined) {
      fill(shot, makeNote(message));
      return;
    }
    if (!frame) {
      frame = makeFrame(`${entry.id}, ${locale.name}`);
      // Its scroll bar would be drawn as well.
      frame.element.scrolling = "no";
      fill(shot, frame.element);
    }
    frame.show(message, look);
  }

  return {
    spot,
    element,
    link,

    /**
     * Draws what the server answered. A frame that shows the same already is left alone.
     * @param {Object} answer `message` and `mistakes`, or else `trouble` in words
     * @param {Object} look as for a frame
     */
    draw(answer, look) {
      const seen = [look.scheme, look.images, look.remote, look.text, look.width].join(" ");
      if (answer === answered && seen === drawn) return;
      const isOther = !same(answer.message, message);
      answered = answer;
      trouble = answer.trouble ?? answer.mistakes[0]?.message ?? "";
      message = answer.message ?? message;
      // Of what was forgotten there are words, and nothing to be drawn.
      if (message && message.html !== "" && (isOther || seen !== drawn)) {
        put(look);
        drawn = seen;
      }
      element.dataset.state = trouble ? (drawn ? "stale" : "broken") : "ready";
      fault.hidden = !trouble;
      fault.textContent = trouble;
      describe();
    },

    /** Marks it with the findings that there are, counted by their severity. */
    mark(counted) {
      if (sayCounts(counted) === sayCounts(counts)) return;
      counts = counted;
      describe();
    },

    /** Forgets how the message looks, which takes room, but not its words. */
    release() {
      frame = null;
      answered = null;
      drawn = "";
      if (message?.html) message = { ...message, html: "", mjml: "", text: "" };
      shot.replaceChildren();
      fault.hidden = true;
      element.dataset.state = "loading";
    },
  };
}

/** A message that is no page, such as a text message: its words. */
export function makeNote({ words = {}, text, direction, locale_used: lang }) {
  const { title, body, ...others } = words;
  return h("div.note", { dir: direction, lang },
    title ? h("strong", {}, title) : null,
    h("p", {}, body ?? text ?? ""),
    Object.values(others).map((each) => h("span.press", {}, each)));
}

/** Why a message is not in the language of this code, in words. */
export function explainFallback({ fallback, locale_used: used }, code) {
  if (!fallback.has_copy) return `There is no copy in ${code}: people get ${used}.`;
  return `The copy in ${code} lacks ${fallback.lacks.join(", ")}: people get ${used}.`;
}

function same(one, other) {
  if (!one || !other) return one === other;
  if (one.html !== undefined) return one.html === other.html;
  return JSON.stringify(one) === JSON.stringify(other);
}
