/** A message in several languages, or at several widths, side by side. */

import { toAddress } from "../address.js";
import { makeChoice } from "../parts/choices.js";
import { fill, h, keep } from "../parts/dom.js";
import { chosenLocales, makeLanguages } from "./languages.js";
import { makePane } from "./pane.js";
import { makeSupply } from "./supply.js";
import { countFindings } from "./tally.js";
import { makeToolbar } from "../page/toolbar.js";
import { sayWhich } from "../message/card.js";

const WAYS = [{ value: "locales", name: "Languages" }, { value: "widths", name: "Widths" }];
const SIZES = [
  { value: "medium", name: "All in sight", hint: "All side by side, smaller where there is no room" },
  { value: "large", name: "Full size", hint: "As large as they are" },
];
// Pixels: those that the toolbar has.
const WIDTHS = [320, 375, 640, 800];
// The least and the most pixels for a message that may have any width: an e-mail, and one of a few words.
const EMAIL = [375, 700];
const NOTE = [240, 420];
// Below this, nobody can read what is written.
const SMALLEST = 0.4;

export function makeComparison(app) {
  const { change } = app;
  const toolbars = {
    locales: makeToolbar(app, ["sample", "channel", "width", "scheme", "images", "text"]),
    widths: makeToolbar(app, ["locale", "sample", "channel", "scheme", "images", "text"]),
  };
  const way = makeChoice("Compare", (by) => change({ by }));
  const languages = makeLanguages(app);
  const size = makeChoice("Size", (zoom) => change({ zoom }, { replaces: true }));
  const together = h("input", {
    type: "checkbox", onchange: () => change({ together: together.checked ? "on" : "off" }, { replaces: true }),
  });
  const tools = h("div.tools");
  const which = h("p.which");
  const columns = h("div.columns");
  // Scrolled, to see how wide scroll bars are here; many systems draw them over what is scrolled.
  const gauge = h("div.gauge", { "aria-hidden": "true" });
  const nothing = h("p.empty", { hidden: true }, "Only e-mail is laid out by its width.");
  const element = h("section.compare", { "aria-label": "Comparison" }, tools,
    h("div.strip", {}, which, way.element, languages.element, size.element, h("label.check", {}, together, "Scroll together")),
    columns, nothing, gauge);

  const panes = new Map(); // by their elements
  const supply = makeSupply({ most: 3, patient: false });
  // Where frames were scrolled to by this, and not by somebody.
  const moved = new WeakMap();
  let state = null;

  new ResizeObserver(() => state && measure()).observe(columns);

  /** What stands side by side: `key`, `name`, and what of the address it changes. */
  function list() {
    const { wish } = state;
    if (wish.by === "widths") {
      if (wish.channel !== "email") return [];
      return WIDTHS.map((width) => ({ key: String(width), name: `${width} px`, part: { width: String(width) } }));
    }
    return chosenLocales(state).map(({ code, name }) => ({ key: code, name, part: { locale: code } }));
  }

  function make({ key, name, part }) {
    const open = (event) => {
      // With these, a browser opens links elsewhere.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      change({ view: "message", ...part });
    };
    const pane = makePane(name, open, follow);
    Object.assign(pane, { key, part, asked: null, answer: null });
    panes.set(pane.element, pane);
    return pane.element;
  }

  function supplyAll() {
    const { id, channel, sample, set } = state.wish;
    const count = countFindings(state.findings.findings);
    for (const pane of panes.values()) {
      const { locale } = { ...state.wish, ...pane.part };
      const question = { notification: id, channel, locale, sample, assignments: set };
      const asked = JSON.stringify([question, state.number]);
      pane.mark(count(id, channel, locale));
      const look = () => ({ ...state.wish, ...pane.part });
      if (pane.answer) pane.draw(pane.answer, look());
      // A server that comes back may have read something else.
      if (!state.connected) pane.asked = null;
      else if (asked !== pane.asked) {
        pane.asked = asked;
        supply.want(pane, question, (answer) => {
          // What is seen stays while the server is away: the page says that it is.
          if (answer.trouble && pane.answer) return;
          pane.answer = answer;
          pane.draw(answer, look());
        });
      }
    }
  }

  /** Gives each message its width, and all of them the size at which they fit side by side. */
  function measure() {
    const shown = [...panes.values()];
    const { paddingInlineStart, paddingInlineEnd, columnGap } = getComputedStyle(columns);
    const room = columns.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd)
      - (parseFloat(columnGap) + 2) * shown.length;
    if (!shown.length || room <= 0) return;
    const isEmail = state.wish.channel === "email";
    const [least, most] = isEmail ? EMAIL : NOTE;
    const each = Math.min(Math.max(room / shown.length, least), most);
    const widths = shown.map(({ part }) => Math.floor((isEmail && Number(part.width ?? state.wish.width)) || each));
    const bar = isEmail ? gauge.offsetWidth - gauge.clientWidth : 0;
    const sum = widths.reduce((total, width) => total + width + bar, 0);
    const scale = state.wish.zoom === "large" || !isEmail ? 1 : Math.min(1, Math.max(SMALLEST, room / sum));
    columns.style.setProperty("--scale", scale);
    shown.forEach(({ element: { style } }, place) => {
      style.setProperty("--wide", `${widths[place]}px`);
      // Whole pixels, or there is a line beside the message.
      style.width = `${Math.floor((widths[place] + bar) * scale) + 2}px`;
    });
  }

  /** Scrolls the other messages as far as this one: the same share of what there is to scroll. */
  function follow(frame) {
    const page = frame.contentDocument?.scrollingElement;
    if (!page || state.wish.together !== "on") return;
    const own = moved.get(frame);
    moved.delete(frame);
    if (own !== undefined && Math.abs(own - page.scrollTop) < 1) return;
    const share = page.scrollTop / Math.max(1, page.scrollHeight - page.clientHeight);
    for (const other of columns.querySelectorAll("iframe")) {
      const target = other.contentDocument?.scrollingElement;
      if (!target || other === frame) continue;
      const before = target.scrollTop;
      target.scrollTop = share * (target.scrollHeight - target.clientHeight);
      if (target.scrollTop !== before) moved.set(other, target.scrollTop);
    }
  }

  return {
    element,

    show(now) {
      state = now;
      const toolbar = toolbars[state.wish.by] ?? toolbars.locales;
      if (toolbar.element.parentElement !== tools) fill(tools, toolbar.element);
      toolbar.show(state);
      fill(which, sayWhich({ notification: state.wish.id, channel: state.wish.channel }));
      way.show(WAYS, state.wish.by);
      languages.show(state);
      languages.element.hidden = state.wish.by === "widths";
      size.show(SIZES, state.wish.zoom === "large" ? "large" : "medium");
      together.checked = state.wish.together === "on";
      const items = list();
      nothing.hidden = items.length > 0;
      columns.hidden = !nothing.hidden;
      // The same pane for the same thing, so that its frame stays where it is.
      keep(columns, items, ({ key }) => key, make, (item) => {
        const pane = panes.get(item);
        pane.link.href = toAddress({ ...state.wish, ...pane.part, view: "message" });
      });
      for (const [item, pane] of panes) {
        if (item.parentElement === columns) continue;
        supply.drop(pane);
        panes.delete(item);
      }
      measure();
      supplyAll();
    },

    leave() {
      supply.clear();
      for (const pane of panes.values()) pane.asked = null;
    },
  };
}
