/**
 * The wall: every notification in every locale, drawn small. What is near to what is seen is asked for, the nearest
 * first, and what is far is forgotten, so that a wall may be as large as it likes.
 */

import { toAddress } from "./address.js";
import { makeChoice } from "./choices.js";
import { h, keep } from "./dom.js";
import { chosenLocales, makeLanguages } from "./languages.js";
import { listed, nameCategory } from "./list.js";
import { makeSupply } from "./supply.js";
import { makeTile } from "./tile.js";
import { CHANNELS, makeToolbar } from "./toolbar.js";

// Around what is seen: what is drawn already, and what is not forgotten yet.
const NEAR = "400px 200px";
const FAR = "1600px 800px";
// How wide messages are before they are drawn small, where the address does not say, and how wide afterwards: pixels.
const USUAL_WIDTH = 640;
const SIZES = { small: 152, medium: 216, large: 320 };
const ZOOMS = Object.keys(SIZES).map((value) => ({ value, name: value[0].toUpperCase() + value.slice(1) }));

export function makeWall(app) {
  const { change } = app;
  const toolbar = makeToolbar(app, ["width", "scheme", "images"]);
  const languages = makeLanguages(app);
  const zoom = makeChoice("Size", (value) => change({ zoom: value }, { replaces: true }));
  const head = h("thead", { data: { key: "" } }, h("tr"));
  const table = h("table.tiles", { role: "grid", "aria-label": "All messages", onkeydown: walk, onfocusin: stay }, head);
  const nothing = h("div.empty", { hidden: true });
  const scroller = h("div.scroller", { onscroll: () => { top = scroller.scrollTop; } }, table, nothing);
  const element = h("section.wall", { "aria-label": "Wall" },
    toolbar.element, h("div.strip", {}, languages.element, zoom.element), scroller);

  const tiles = new Map(); // by their cells
  const near = new Set();
  const supply = makeSupply({ most: 3, patient: true, choose: nearest });
  const arrival = new IntersectionObserver(arrive, { root: scroller, rootMargin: NEAR });
  const departure = new IntersectionObserver(depart, { root: scroller, rootMargin: FAR });
  let state = null;
  let isThere = false;   // whether the page shows the wall
  let top = 0;           // how far it is scrolled, in pixels
  let current = null;    // the notification that was brought into view last
  let stop = null;       // the link that the Tab key leads to

  // ---- What is drawn.

  function arrive(changes) {
    for (const { target, isIntersecting } of changes) if (isIntersecting && tiles.has(target)) near.add(tiles.get(target));
    supplyNear();
  }

  function depart(changes) {
    for (const { target, isIntersecting } of changes) if (!isIntersecting && tiles.has(target)) release(tiles.get(target));
  }

  function supplyNear() {
    const look = { ...state.wish, width: String(fullWidth()), text: "100" };
    for (const tile of near) {
      const { entry, channel, locale } = tile.spot;
      const question = { notification: entry.id, channel, locale: locale.code, sample: entry.samples[0] };
      const asked = JSON.stringify([question, state.number, state.connected]);
      if (asked === tile.asked) {
        if (tile.answer) tile.draw(tile.answer, look);
      } else if (state.connected) {
        tile.asked = asked;
        supply.want(tile, question, (answer) => {
          tile.answer = answer;
          tile.draw(answer, { ...state.wish, width: String(fullWidth()), text: "100" });
        });
      }
    }
  }

  function release(tile) {
    near.delete(tile);
    supply.drop(tile);
    tile.asked = tile.answer = null;
    tile.release();
  }

  function fullWidth() {
    return Number(state.wish.width) || USUAL_WIDTH;
  }

  /** Which tile is asked for next: the nearest to what is seen, and from the top where several are. */
  function nearest(waiting) {
    const seen = scroller.getBoundingClientRect();
    const away = ({ element: cell }) => {
      const box = cell.getBoundingClientRect();
      return Math.max(0, seen.top - box.bottom, box.top - seen.bottom) + Math.max(0, seen.left - box.right, box.left - seen.right);
    };
    const distances = new Map(waiting.map((tile) => [tile, away(tile)]));
    return waiting.reduce((best, tile) => (distances.get(tile) < distances.get(best) ? tile : best));
  }

  // ---- Rows and columns.

  function arrange() {
    const locales = chosenLocales(state);
    const visible = new Set(listed(state).flatMap(({ notifications }) => notifications.map(({ id }) => id)));
    const counts = tally(state.findings.findings);
    keep(head.firstElementChild, [null, ...locales], codeOf, makeColumn);
    keep(table, [null, ...state.catalogue.categories], (category) => category?.name ?? "", () => h("tbody"), (body, category) => {
      if (category === null) return;
      const rows = category.notifications.flatMap((entry) => sorted(entry.channels).map((channel, place) => ({ entry, channel, place })));
      keep(body, [null, ...rows], (row) => (row ? JSON.stringify(row) : ""), (row) => makeRow(row, category), (line, row) => {
        line.hidden = row ? !visible.has(row.entry.id) : !category.notifications.some(({ id }) => visible.has(id));
        if (row === null) {
          line.firstElementChild.colSpan = locales.length + 1;
          return;
        }
        if (row.entry.id === state.wish.id) line.setAttribute("aria-current", "true");
        else line.removeAttribute("aria-current");
        keep(line, [null, ...locales], codeOf, (locale) => (locale ? make({ ...row, locale }) : makeRowHead(row)), (cell) => {
          const tile = tiles.get(cell);
          if (tile) bringUpToDate(tile, counts);
        });
      });
    });
    for (const [cell, tile] of tiles) if (!table.contains(cell)) forget(cell, tile);
    nothing.hidden = visible.size > 0;
    nothing.textContent = state.wish.find ? `Nothing matches “${state.wish.find}”.` : "Nothing fails.";
    table.hidden = !nothing.hidden;
  }

  function make(spot) {
    const tile = makeTile(spot, (event) => open(event, spot));
    tiles.set(tile.element, tile);
    arrival.observe(tile.element);
    departure.observe(tile.element);
    return tile.element;
  }

  function forget(cell, tile) {
    release(tile);
    arrival.unobserve(cell);
    departure.unobserve(cell);
    tiles.delete(cell);
  }

  function bringUpToDate(tile, counts) {
    const { entry, channel, locale } = tile.spot;
    tile.link.href = toAddress(addressOf(tile.spot));
    tile.mark(counts(entry.id, channel, locale.code));
  }

  function addressOf({ entry, channel, locale }) {
    return { ...state.wish, view: "message", id: entry.id, channel, locale: locale.code, sample: entry.samples[0], set: {} };
  }

  function open(event, spot) {
    // With these, a browser opens links elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change(addressOf(spot));
  }

  // ---- Keys: the wall is one stop of the Tab key, and arrows lead through it.

  function stay({ target }) {
    if (!target.matches("a.subject")) return;
    if (stop) stop.tabIndex = -1;
    stop = target;
    stop.tabIndex = 0;
  }

  function walk(event) {
    const cell = event.target.closest("td.tile");
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
    const rows = [...table.querySelectorAll("tbody tr:not([hidden], .category)")];
    const row = rows.indexOf(cell.parentElement);
    const last = cell.parentElement.cells.length - 1;
    const to = {
      ArrowUp: [row - 1, cell.cellIndex], ArrowDown: [row + 1, cell.cellIndex],
      ArrowLeft: [row, cell.cellIndex - 1], ArrowRight: [row, cell.cellIndex + 1],
      Home: [event.ctrlKey ? 0 : row, 1], End: [event.ctrlKey ? rows.length - 1 : row, last],
    }[event.key];
    const next = to && rows[to[0]]?.cells[to[1]];
    if (!to) return;
    event.preventDefault();
    tiles.get(next)?.link.focus();
  }

  function keepStop() {
    if (stop && table.contains(stop) && !stop.closest("[hidden]")) return;
    stop = table.querySelector("tr:not([hidden]) > td.tile a.subject");
    if (stop) stop.tabIndex = 0;
  }

  return {
    element,

    show(now) {
      state = now;
      if (!state.catalogue) return;
      const full = SIZES[state.wish.zoom] ?? SIZES.medium;
      element.style.setProperty("--shot", `${full}px`);
      element.style.setProperty("--scale", full / fullWidth());
      toolbar.show(state);
      languages.show(state);
      zoom.show(ZOOMS, state.wish.zoom);
      arrange();
      keepStop();
      if (!isThere) {
        isThere = true;
        scroller.scrollTop = top;
        for (const cell of tiles.keys()) {
          arrival.observe(cell);
          departure.observe(cell);
        }
      }
      if (state.wish.id !== current) {
        current = state.wish.id;
        table.querySelector("tr[aria-current]")?.scrollIntoView({ block: "nearest" });
      }
      supplyNear();
    },

    leave() {
      isThere = false;
      arrival.disconnect();
      departure.disconnect();
      for (const tile of tiles.values()) release(tile);
    },
  };
}

function codeOf(locale) {
  return locale?.code ?? "";
}

function makeColumn(locale) {
  if (!locale) return h("th", { scope: "col" }, h("span.unseen", {}, "Notification"));
  return h("th", { scope: "col" }, h("bdi", { lang: locale.code }, locale.name), h("span.soft.mono", {}, locale.code));
}

function makeRow(row, { name }) {
  if (row === null) return h("tr.category", {}, h("th", { scope: "rowgroup" }, h("span", {}, nameCategory(name))));
  return h("tr", { class: row.channel === "email" ? null : "brief" });
}

function makeRowHead({ entry, channel, place }) {
  return h("th", { scope: "row" },
    h(place ? "span.unseen" : "span.id", {}, entry.id),
    place || !entry.description ? null : h("span.description.soft", {}, entry.description),
    entry.channels.length > 1 || channel !== "email" ? h("span.badge", {}, CHANNELS[channel] ?? channel) : null);
}

/** E-mail first: it is what most of the others go with. */
function sorted(channels) {
  return [...channels].sort((one, other) => Number(other === "email") - Number(one === "email"));
}

/** Counts findings by their severity: a function of a notification, a channel and a locale. */
function tally(findings) {
  const byId = Map.groupBy(findings, ({ notification }) => notification);
  return (id, channel, code) => {
    const counts = {};
    for (const finding of byId.get(id) ?? []) {
      const concerns = [null, channel].includes(finding.channel ?? null) && (!finding.locales.length || finding.locales.includes(code));
      if (concerns) counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
    }
    return counts;
  };
}
