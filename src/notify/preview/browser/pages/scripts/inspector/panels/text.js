/** The message as plain text, as a mail program shows it that shows no HTML; or the words of a short message. */

import { fill, h } from "../../parts/dom.js";
import { makeCopyButton } from "../../parts/code.js";
import { showNone } from "./written.js";

/** Lines that are laid out together. */
const TOGETHER = 50;

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|mailto:[^\s<>"]+/g;

/** Makes the panel. */
export function makePanel() {
  let words = null;
  const copy = makeCopyButton(() => words ?? "", "Copy");
  const size = h("span.soft.number");
  const text = h("div.plain");
  const whole = h("div.stack", {}, h("div.viewer-bar", {}, size, copy), text);
  const element = h("div.padded");
  return {
    element,
    show({ message, wish }) {
      if (!message) {
        words = null;
        fill(element, showNone("text", message, wish));
        return;
      }
      const named = message.words ? Object.entries(message.words) : [["", message.text]];
      const written = named.map(([, each]) => each).join("\n");
      text.lang = message.locale_used;
      text.dir = message.direction;
      if (whole.parentElement !== element) fill(element, whole);
      if (written === words) return;
      words = written;
      size.textContent = `${[...words].length.toLocaleString("en")} characters`;
      fill(text, named.map(([name, each]) =>
        [name ? h("h3.soft", { dir: "ltr" }, name) : null, h("p", {}, inParts(each))]));
    },
  };
}

/** Text in parts of some lines, of which only those are laid out that are seen. */
function inParts(text) {
  const lines = text.replace(/\n$/, "").split("\n");
  const parts = [];
  for (let first = 0; first < lines.length; first += TOGETHER) {
    const some = lines.slice(first, first + TOGETHER);
    const part = h("span.part", {}, withLinks(some.join("\n")));
    part.style.containIntrinsicBlockSize = `auto ${some.length * 1.45}em`;
    parts.push(part);
  }
  return parts;
}

/** Text whose addresses look like links, and lead nowhere: one press may unsubscribe somebody. */
function withLinks(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, match.index), h("span.link", { dir: "ltr" }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
