/**
 * The ways in which a message is looked at: in its own dark colours or never in them, darkened by a program, without
 * images, with larger text; whatever the machine that it is looked at on prefers itself.
 */

import { darken } from "./darkening.js";

// What matters in a style sheet, after comments and strings, which are left as they are: conditions on the scheme, the
// schemes that it says it has, fonts, and images.
const CSS = new RegExp(
  [
    /\/\*[^]*?\*\//,
    /\(\s*prefers-color-scheme\s*(?::\s*(?<prefers>[\w-]+)\s*)?\)/,
    /(?<![\w-])(?<property>color-scheme\s*:)(?<schemes>[^;}!]+)/,
    /(?<font>@font-face\s*\{[^}]*\})/,
    /(?<image>url\(\s*(?:"[^"]*"|'[^']*'|[^"')]*)\s*\))/,
    /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/,
  ].map((part) => part.source).join("|"),
  "gi",
);

// A picture that is not shown leaves its words, on a place that can be seen; an image with a width and a height keeps
// them, as in the windows of mail programs.
const NO_IMAGES = `
:where(img) { display: inline-block; }
img { outline: 1px dashed rgb(128 128 128 / 55%) !important; outline-offset: -1px; }`;

/**
 * Prepares a message before it is shown.
 * @param {Document} page the message, parsed; it is changed
 * @param {Object} look `scheme` and `images`, as in the address
 * @returns {Document} the same
 */
export function prepare(page, look) {
  for (const style of page.querySelectorAll("style")) {
    const rewritten = rewrite(style.textContent, look);
    if (rewritten !== style.textContent) style.textContent = rewritten;
  }
  for (const element of page.querySelectorAll("[style]")) {
    const rewritten = rewrite(element.getAttribute("style"), look);
    if (rewritten !== element.getAttribute("style")) element.setAttribute("style", rewritten);
  }
  for (const element of page.querySelectorAll("[media]")) {
    element.setAttribute("media", rewrite(element.getAttribute("media"), look));
  }
  for (const meta of page.querySelectorAll('meta[name="color-scheme" i]')) {
    meta.content = chooseScheme(meta.content, look);
  }
  // Nothing opens from within, also where a browser does not tell the page of a click.
  for (const link of page.querySelectorAll("a[href], area[href]")) link.setAttribute("target", "_blank");
  // A policy forbids to load what is elsewhere, and not to connect to it ahead.
  for (const link of page.querySelectorAll("link:not([rel~=stylesheet i])")) link.removeAttribute("rel");
  for (const frame of page.querySelectorAll("iframe, frame, object, embed")) {
    for (const name of ["src", "srcdoc", "data"]) frame.removeAttribute(name);
  }
  if (look.images === "off") removeImages(page);
  return page;
}

/**
 * Changes a message that has just been put into a frame, by how it looks there.
 * @param {HTMLIFrameElement} frame
 * @param {Object} look `scheme` and `text`, as in the address
 */
export function adjust(frame, look) {
  if (look.text !== "100") enlarge(frame.contentDocument, Number(look.text) / 100);
  darken(frame, look.scheme === "forced");
}

/** What a frame says of its own about all messages in this look, as CSS; empty for nothing. */
export function sheetFor(look) {
  return look.images === "off" ? NO_IMAGES : "";
}

function rewrite(css, look) {
  return css.replace(CSS, (found, ...rest) => {
    const { prefers, property, schemes, image } = rest.at(-1);
    if (/^\(\s*prefers/i.test(found)) return holds(prefers, look) ? "(width >= 0px)" : "(width < 0px)";
    if (property) return `${property} ${chooseScheme(schemes, look)}`;
    if (image && look.images === "off") return "none";
    return found;
  });
}

function holds(prefers, look) {
  return prefers === undefined || prefers.toLowerCase() === (look.scheme === "dark" ? "dark" : "light");
}

/** The one scheme, of those that a message says it has, that it is to be shown in. */
function chooseScheme(schemes, look) {
  const wanted = look.scheme === "dark" ? "dark" : "light";
  return schemes.toLowerCase().split(/\s+/).includes(wanted) ? wanted : schemes;
}

function removeImages(page) {
  for (const image of page.querySelectorAll("img, source, input[type=image i]")) {
    image.removeAttribute("src");
    image.removeAttribute("srcset");
  }
  for (const element of page.querySelectorAll("[background]")) element.removeAttribute("background");
  for (const image of page.querySelectorAll("image")) image.remove();
}

function enlarge(page, times) {
  const { getComputedStyle } = page.defaultView;
  const elements = [...page.body.querySelectorAll("*"), page.body];
  // All are read before one is changed, because sizes are inherited.
  const sizes = elements.map((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element);
    return [element, parseFloat(fontSize), parseFloat(lineHeight)];
  });
  for (const [element, size, height] of sizes) {
    element.style.setProperty("font-size", `${size * times}px`, "important");
    // A height that is `normal` follows by itself.
    if (!Number.isNaN(height)) element.style.setProperty("line-height", `${height * times}px`, "important");
  }
}
