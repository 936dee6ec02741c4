/** Text of a file or message with its lines numbered. A megabyte of it is no burden: only what is seen is laid out. */

import { announce, fill, h } from "./dom.js";
import { icon } from "./icons.js";

/** Lines that are laid out together. */
const TOGETHER = 100;

/** What is coloured, by its class: comments, tags and their ends, names of attributes and keys, values, templates. */
const MARKUP = any(
  /(?<comment><!--.*?(?:-->|$)|<!\[.*?\]-->)/,
  /(?<print>\{[{%#].*?[}%#]\})/,
  /(?<tag><\/?[\w:-]+)/,
  /(?<name>[\w:-]+(?==["']))/,
  /(?<value>"[^"]*"|'[^']*')/,
);
const YAML = any(/(?<comment>(?:^|\s)#.*$)/, /(?<name>^\s*(?:- )?[\w.@"-]+(?=:(?:\s|$)))/, /(?<print>\{\{.*?\}\})/);

let wraps = false;
const viewers = new Set();

/**
 * Makes a viewer, with buttons that wrap its lines and copy it.
 * @param {string} label what screen readers call the text
 * @returns {{element: HTMLElement, show: function(string, Object=): void}} `show` takes the text, and `start`, the
 *   number of its first line, and `language`: `markup`, `yaml` or none
 */
export function makeCode(label) {
  const lines = h("pre.code.lines", { tabindex: "0", role: "region", "aria-label": label });
  const wrap = h("button.button.quiet", { type: "button", onclick: () => setWrap(!wraps) }, "Wrap");
  const copy = makeCopyButton(() => shown, "Copy");
  const size = h("span.soft.number");
  const element = h("div.viewer", {}, h("div.viewer-bar", {}, size, wrap, copy), lines);
  const seen = new IntersectionObserver(colour, { rootMargin: "300px 0px" });
  let shown = null;
  let pattern = null;

  function colour(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const first = Number(target.dataset.first);
      fill(target, target.textContent.split("\n").map((line, index) =>
        h("span.line", { data: { line: first + index } }, colourLine(line, pattern))));
    }
  }

  function dress() {
    lines.classList.toggle("wrap", wraps);
    wrap.setAttribute("aria-pressed", String(wraps));
  }

  viewers.add(dress);
  dress();
  return {
    element,
    show(text, { start = 1, language = "" } = {}) {
      if (text === shown) return;
      shown = text;
      pattern = { markup: MARKUP, yaml: YAML }[language] ?? null;
      const all = text.replace(/\n$/, "").split("\n");
      size.textContent = `${all.length.toLocaleString("en")} ${all.length === 1 ? "line" : "lines"}`;
      const scrolled = lines.scrollTop;
      seen.disconnect();
      const chunks = [];
      for (let first = 0; first < all.length; first += TOGETHER) {
        const some = all.slice(first, first + TOGETHER);
        const chunk = h("span.chunk", { data: { first: start + first } }, some.join("\n"));
        chunk.style.containIntrinsicBlockSize = `auto ${some.length * 1.6}em`;
        chunks.push(chunk);
      }
      lines.style.setProperty("--digits", `${String(start + all.length).length}ch`);
      fill(lines, chunks);
      lines.scrollTop = scrolled;
      for (const chunk of chunks) seen.observe(chunk);
    },
  };
}

/** A button that copies what `read` says when it is pressed, and says so. */
export function makeCopyButton(read, words) {
  const said = h("span", {}, words);
  let later;
  return h("button.button.quiet", {
    type: "button",
    onclick: async () => {
      const copied = await write(read());
      said.textContent = copied ? "Copied" : "Not copied";
      announce(copied ? "Copied." : "The browser did not let this page copy.");
      clearTimeout(later);
      later = setTimeout(() => { said.textContent = words; }, 2000);
    },
  }, icon("copy"), said);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function setWrap(wanted) {
  wraps = wanted;
  for (const dress of viewers) dress();
}

function colourLine(line, pattern) {
  // Nobody reads a line of that length, and to colour it takes long.
  if (!pattern || line.length > 2000) return [line];
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    parts.push(line.slice(end, match.index), h(`span.is-${kind}`, {}, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, line.slice(end)].filter((part) => part !== "");
}

/** One of several patterns, wherever it is. */
function any(...patterns) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "g");
}
