/** What the keys do: one table, from which they work and which the help shows. */

import { announce } from "../parts/dom.js";
import { after, listed, localesOf } from "./list.js";

const SCHEMES = ["light", "dark", "forced"];

/** Each with its `keys`, what they do in `words`, and how (`does`, given the app and the key); null where others do it. */
export const KEYS = [
  { keys: ["j"], words: "Next notification of the list", does: (app) => goTo(app, 1) },
  { keys: ["k"], words: "Previous notification", does: (app) => goTo(app, -1) },
  { keys: ["]"], words: "Next language", does: (app) => speak(app, 1) },
  { keys: ["["], words: "Previous language", does: (app) => speak(app, -1) },
  { keys: ["/"], words: "Search the list", does: search },
  { keys: ["m"], words: "Message", does: ({ change }) => change({ view: "message" }) },
  { keys: ["w"], words: "Wall: everything in every language", does: ({ change }) => change({ view: "wall" }) },
  { keys: ["c"], words: "Compare languages or widths", does: ({ change }) => change({ view: "compare" }) },
  { keys: ["d"], words: "Light, dark, forced dark", does: darken },
  { keys: ["i"], words: "Images off and on", does: ({ state, change }) => change({ images: state.wish.images === "on" ? "off" : "on" }) },
  { keys: ["1", "2", "3", "4", "5", "6", "7", "8"], words: "Tabs beside the message", does: openTab },
  { keys: ["Arrows"], words: "From message to message of the wall; Enter opens one", does: null },
  { keys: ["?"], words: "This help", does: ({ help }) => help() },
  { keys: ["Esc"], words: "Close what is open", does: null },
];

/** Does what keys say, except while somebody writes, or holds another key with them. */
export function listenToKeys(app) {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || isWithAnother(event)) return;
    if (document.querySelector("dialog:modal")) return;
    if (key === "Escape" && document.body.dataset.list) closeList(app);
    if (isWriting(target)) return;
    const row = KEYS.find(({ keys, does }) => does && keys.includes(key));
    if (!row) return;
    event.preventDefault();
    row.does(app, key);
  });
}

function isWithAnother({ key, ctrlKey, altKey, metaKey }) {
  // Many keyboards have brackets only with AltGr, which is Ctrl and Alt to Windows, or with Option.
  if ("[]".includes(key) && altKey) return metaKey;
  return ctrlKey || altKey || metaKey;
}

function isWriting(target) {
  return target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

function goTo({ state, change }, step) {
  const ids = listed(state).flatMap(({ notifications }) => notifications.map(({ id }) => id));
  const id = after(ids, state.wish.id, step);
  if (id === undefined || id === state.wish.id) return;
  announce(id);
  change({ id, set: {} });
}

function speak({ state, change }, step) {
  const locales = localesOf(state);
  const locale = after(locales.map(({ code }) => code), state.wish.locale, step, true);
  if (locale === undefined) return;
  announce(locales.find(({ code }) => code === locale).name);
  change({ locale });
}

function search(app) {
  document.body.dataset.list = "open";
  app.show();
  const field = document.getElementById("search");
  field.focus();
  field.select();
}

function closeList(app) {
  delete document.body.dataset.list;
  app.show();
  // The button that opens it is there only where the list is a drawer.
  document.querySelector("[aria-controls=sidebar]").focus();
}

function darken({ state, change }) {
  const scheme = after(SCHEMES, state.wish.scheme, 1, true);
  announce({ light: "Light", dark: "Dark", forced: "Forced dark" }[scheme]);
  change({ scheme });
}

function openTab({ state, change }, key) {
  if (state.wish.view !== "message") return;
  if (state.wish.panel === "off") change({ panel: "on" });
  document.querySelectorAll('#inspector [role="tab"]')[key - 1]?.click();
}
