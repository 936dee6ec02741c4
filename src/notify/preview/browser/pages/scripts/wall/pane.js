/** One message of a comparison: what it is, its subject, and itself, smaller where there is no room for it. */

import { fill, h } from "../parts/dom.js";
import { makeFrame } from "../frame/frame.js";
import { listMistakes } from "../parts/mistakes.js";
import { makeDot, sayCounts } from "./tally.js";
import { explainFallback, makeNote } from "./tile.js";

/**
 * Makes a pane.
 * @param {string} name what it shows, such as the name of a language
 * @param {function(Event)} open is told that somebody wants to see this message alone
 * @param {function(HTMLIFrameElement)} onscroll is told that its frame was scrolled
 * @returns {Object} `element`, the `link` that leads to the message alone, `draw` and `mark`
 */
export function makePane(name, open, onscroll) {
  const frame = makeFrame(name);
  const link = h("a.name", { dir: "auto", onclick: open }, name);
  const badges = h("span.badges");
  const marks = h("span.badges");
  const title = h("h2", {}, link, badges, marks);
  const subject = h("p.subject-line");
  const preheader = h("p.preheader.soft");
  const faults = h("div.notice.error", { hidden: true });
  const screen = h("div.pane-screen");
  const element = h("section.pane", { "aria-label": name, data: { state: "loading" } },
    h("header", {}, title, subject, preheader), faults, screen);
  let message = null;

  // Later: to change a width in answer to one is an error.
  const heights = new ResizeObserver(() => requestAnimationFrame(makeRoom));

  frame.element.addEventListener("load", () => {
    const page = frame.element.contentDocument;
    if (!page) return;
    page.addEventListener("scroll", () => onscroll(frame.element));
    watchHeight();
  });

  function watchHeight() {
    const root = frame.element.contentDocument?.documentElement;
    heights.disconnect();
    if (root) heights.observe(root);
  }

  /** Gives the frame room for a scroll bar beside the message, which is to have all of its own width. */
  function makeRoom() {
    const root = frame.element.contentDocument?.documentElement;
    if (!root) return;
    frame.element.style.setProperty("--bar", `${frame.element.contentWindow.innerWidth - root.clientWidth}px`);
  }

  function describe() {
    const { subject: words = "", preheader: more = "", locale_used: lang, direction, fallback, locale } = message;
    for (const [line, said] of [[subject, words], [preheader, more]]) {
      Object.assign(line, { textContent: said, title: said, lang, dir: direction });
    }
    title.dir = direction;
    fill(badges, fallback ? h("span.badge.info", { title: explainFallback(message, locale) }, `in ${lang}`) : null);
  }

  function put(look) {
    if (message.html === undefined) {
      fill(screen, makeNote(message));
      return;
    }
    // Wherever a frame is put, it is loaded anew.
    if (frame.element.parentElement !== screen) fill(screen, frame.element);
    frame.show(message, look);
    watchHeight();
  }

  return {
    element,
    link,

    /** Marks it with the findings that there are, counted by their severity. */
    mark(counts) {
      const words = sayCounts(counts);
      fill(marks, words ? [makeDot(counts), h("span.soft", { dir: "ltr" }, words)] : null);
    },

    /**
     * Draws what the server answered; with mistakes, the message as it was last, or what is shown already, stays.
     * @param {Object} answer `message` and `mistakes`, or else `trouble` in words
     * @param {Object} look as for a frame
     */
    draw(answer, look) {
      const { trouble = "", mistakes = [] } = answer;
      const isWhole = !trouble && !mistakes.length;
      if (!trouble) message = answer.message;
      faults.hidden = isWhole;
      if (!isWhole) fill(faults, h("strong", {}, trouble || "This cannot be rendered."), listMistakes(mistakes));
      element.dataset.state = isWhole ? "ready" : message ? "stale" : "broken";
      if (message) {
        describe();
        put(look);
      } else fill(screen);
    },
  };
}
