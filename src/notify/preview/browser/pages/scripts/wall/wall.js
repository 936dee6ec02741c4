/**
 * The wall: every notification in every locale, drawn small. What is near to what is seen is asked for, the nearest
 * first, and what is far is forgotten, so that a wall may be as large as it likes.
 */

import { toAddress } from "../address.js";
import { makeChoice } from "../parts/choices.js";
import { h } from "../parts/dom.js";
import { makeGrid } from "./grid.js";
import { chosenLocales, makeLanguages } from "./languages.js";
import { listed } from "../page/list.js";
import { makeSupply } from "./supply.js";
import { countFindings } from "./tally.js";
import { makeTile } from "./tile.js";
import { makeToolbar } from "../page/toolbar.js";

// Around what is seen: what is drawn already, and what is not forgotten yet.
const NEAR = "400px 200px";
const FAR = "1600px 800px";
// Who scrolls faster, in pixels a second, looks at nothing; until there was no scrolling for so many milliseconds.
const HURRY = 2500;
const CALM = 120;
// How wide messages are before they are drawn small, where the address does not say, and how wide afterwards: pixels.
const USUAL_WIDTH = 640;
const SIZES = { small: 152, medium: 216, large: 320 };
const ZOOMS = Object.keys(SIZES).map((value) => ({ value, name: value[0].toUpperCase() + value.slice(1) }));

export function makeWall(app) {
  const { change } = app;
  const toolbar = makeToolbar(app, ["width", "scheme", "images"]);
  const languages = makeLanguages(app);
  const zoom = makeChoice("Size", (value) => change({ zoom: value }, { replaces: true }));
  const grid = makeGrid(makeCell, makeName);
  const nothing = h("div.empty", { hidden: true });
  const scroller = h("div.scroller", { onscroll }, grid.element, nothing);
  const element = h("section.wall", { "aria-label": "Wall" },
    toolbar.element, h("div.strip", {}, languages.element, zoom.element), scroller);

  const tiles = new Map(); // by their cells
  const near = new Set();
  const supply = makeSupply({ most: 3, patient: true, choose: nearest });
  const arrival = new IntersectionObserver(arrive, { root: scroller, rootMargin: NEAR });
  const departure = new IntersectionObserver(depart, { root: scroller, rootMargin: FAR });
  let state = null;
  let marked = null;     // the findings that tiles are marked with
  let isThere = false;   // whether the page shows the wall
  let top = 0;           // how far it is scrolled, in pixels
  let since = 0;         // when, in milliseconds of the page
  let calming = 0;       // the timer that runs while somebody scrolls in a hurry
  let current = null;    // the notification that was brought into view last

  // ---- What is drawn.

  function arrive(changes) {
    for (const { target, isIntersecting } of changes) if (isIntersecting && tiles.has(target)) near.add(tiles.get(target));
    supplyNear();
  }

  function depart(changes) {
    for (const { target, isIntersecting } of changes) if (!isIntersecting && tiles.has(target)) release(tiles.get(target));
  }

  function onscroll({ timeStamp }) {
    const isHurried = Math.abs(scroller.scrollTop - top) * 1000 > HURRY * (timeStamp - since);
    [top, since] = [scroller.scrollTop, timeStamp];
    clearTimeout(calming);
    calming = isHurried || calming ? setTimeout(calm, CALM) : 0;
  }

  function calm() {
    calming = 0;
    supplyNear();
  }

  function supplyNear() {
    if (calming) return;
    for (const tile of near) {
      tile.link.href = toAddress(messageOf(tile.spot));
      if (tile.answer) tile.draw(tile.answer, lookOf());
      if (state.connected) ask(tile);
      // A server that comes back may have read something else.
      else tile.asked = null;
    }
  }

  function ask(tile) {
    const { id: notification, channel, locale, sample } = messageOf(tile.spot);
    const question = { notification, channel, locale, sample };
    const asked = JSON.stringify([question, state.number]);
    if (asked === tile.asked) return;
    tile.asked = asked;
    supply.want(tile, question, (answer) => {
      // What is seen stays while the server is away: the page says that it is.
      if (answer.trouble && tile.answer) return;
      tile.answer = answer;
      tile.draw(answer, lookOf());
    });
  }

  function release(tile) {
    near.delete(tile);
    supply.drop(tile);
    tile.asked = tile.answer = null;
    tile.release();
  }

  function lookOf() {
    return { ...state.wish, width: String(fullWidth()), text: "100" };
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

  // ---- Cells.

  function makeCell(spot) {
    const tile = makeTile(spot, (event) => open(event, messageOf(spot)));
    tiles.set(tile.element, tile);
    observe(tile.element);
    return tile.element;
  }

  function makeName({ entry, channel }, words) {
    const parts = () => ({ ...partsOf(entry, channel), view: "compare", by: "locales" });
    return h("a.id", { href: toAddress(parts()), title: "Compare the languages", onclick: (event) => open(event, parts()) }, words);
  }

  function messageOf({ entry, channel, locale }) {
    return { ...partsOf(entry, channel), view: "message", locale: locale.code };
  }

  function partsOf(entry, channel) {
    return { ...state.wish, id: entry.id, channel, sample: entry.samples[0], set: {} };
  }

  function open(event, parts) {
    // With these, a browser opens links elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change(parts);
  }

  function observe(cell) {
    arrival.observe(cell);
    departure.observe(cell);
  }

  /** Forgets tiles that are not in the table any more. */
  function clear() {
    for (const [cell, tile] of tiles) {
      if (grid.element.contains(cell)) continue;
      release(tile);
      arrival.unobserve(cell);
      departure.unobserve(cell);
      tiles.delete(cell);
    }
  }

  function mark() {
    if (state.findings === marked) return;
    marked = state.findings;
    const count = countFindings(marked.findings);
    for (const { spot, mark: put } of tiles.values()) put(count(spot.entry.id, spot.channel, spot.locale.code));
  }

  return {
    element,

    show(now) {
      state = now;
      if (!state.catalogue) return;
      const size = SIZES[state.wish.zoom] ?? SIZES.medium;
      element.style.setProperty("--shot", `${size}px`);
      element.style.setProperty("--scale", size / fullWidth());
      toolbar.show(state);
      languages.show(state);
      zoom.show(ZOOMS, state.wish.zoom);
      if (grid.arrange(state.catalogue.categories, chosenLocales(state))) {
        clear();
        marked = null;
      }
      const visible = new Set(listed(state).flatMap(({ notifications }) => notifications.map(({ id }) => id)));
      grid.narrow(visible, state.wish.id);
      grid.element.hidden = !visible.size;
      nothing.hidden = visible.size > 0;
      nothing.textContent = state.wish.find ? `Nothing matches “${state.wish.find}”.` : "Nothing fails.";
      mark();
      if (!isThere) {
        isThere = true;
        scroller.scrollTop = top;
        for (const cell of tiles.keys()) observe(cell);
      }
      if (state.wish.id !== current) {
        current = state.wish.id;
        grid.element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
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
