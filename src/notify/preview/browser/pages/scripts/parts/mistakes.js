/** What is wrong, as it is shown wherever something is: the words, the place, its line, and the cure. */

import { h } from "./dom.js";

/**
 * Shows mistakes.
 * @param {Object[]} mistakes as the server describes them: `message`, `hint` and `place`
 * @returns {HTMLElement}
 */
export function listMistakes(mistakes) {
  return h("div.list", {}, mistakes.map((mistake) => h("div.mistake", {},
    h("p", {}, say(mistake.message)),
    mistake.place ? [showPlace(mistake.place), showExcerpt(mistake.place)] : null,
    mistake.hint ? h("p.hint", {}, say(mistake.hint)) : null,
  )));
}

/** Words in which names stand between backticks, as the server writes them. */
export function say(words) {
  return words.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

/**
 * A place, which opens the editor where that is possible.
 * @param {Object} place `file`, `line`, `column` and `edit`
 */
export function showPlace({ file, line, column, edit }) {
  const words = [file, line, column].filter((part) => part !== null).join(":");
  return edit ? h("a.place", { href: edit, title: "Open this place in the editor" }, words) : h("span.place", {}, words);
}

/** The line of a place, with what is meant marked; null where the line is not known. */
export function showExcerpt({ excerpt, column, width }) {
  if (excerpt === null || !excerpt.trim()) return null;
  // Columns are counted in characters, of which some are two units of a string.
  const characters = [...excerpt];
  const start = column === null ? characters.length : column - 1;
  const end = start + Math.max(1, width);
  const part = (from, to) => characters.slice(from, to).join("");
  const marked = part(start, end) || (column === null ? "" : " ");
  return h("code.excerpt", { tabindex: "0" }, part(0, start).trimStart(), marked && h("mark", {}, marked), part(end));
}
