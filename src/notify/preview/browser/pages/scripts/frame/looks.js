/**
 * The ways in which a message is looked at: in its own dark colours or never in them, darkened by a program, without
 * images, with larger text; whatever the machine that it is looked at on prefers itself.
 */

import { darken } from "./darkening.js";

const XLINK = "http://www.w3.org/1999/xlink";
const MATHML = "http://www.w3.org/1998/Math/MathML";

const STRING = /"(?:\\[^]|[^"\\\n])*(?:"|$)|'(?:\\[^]|[^'\\\n])*(?:'|$)/;

// Between brackets there are strings and other brackets: four deep, which is one more than images have a use for. What
// is open at the end of a style sheet is closed there.
const BRACKETS = [1, 2, 3].reduce(
  (inner) => `\\((?:${STRING.source}|\\\\[^]|[^()"'\\\\]|${inner})*(?:\\)|$)`,
  `\\((?:${STRING.source}|\\\\[^]|[^()"'\\\\])*(?:\\)|$)`,
);

// What matters in a style sheet, after comments and strings, which are left as they are: conditions on the scheme, the
// schemes that it says it has, fonts, and images.
const CSS = new RegExp(
  [
    /\/\*[^]*?\*\//,
    /\(\s*prefers-color-scheme\s*(?::\s*(?<prefers>[\w-]+)\s*)?\)/,
    /(?<![\w-])(?<property>color-scheme\s*:)(?<schemes>[^;}!]+)/,
    /(?<font>@font-face\s*\{[^}]*\})/,
    { source: `(?<image>(?:url|(?:-webkit-)?image-set)${BRACKETS})` },
    STRING,
  ].map((part) => part.source).join("|"),
  "gi",
);

// A picture that is not shown leaves its words, on a place that can be seen; an image with a width and a height keeps
// them, as in the windows of mail programs.
const NO_IMAGES = `
:where(img) { display: inline-block; }
img { outline: 1px dashed rgb(128 128 128 / 55%) !important; outline-offset: -1px; }`;

// Browsers that darken every page leave those alone that want nothing but light.
const LIGHT = ":where(:root) { color-scheme: only light; }";

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
  stopLinks(page);
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

/** What a frame says of its own about all messages in this look, as CSS. */
export function sheetFor(look) {
  return [look.scheme === "dark" ? "" : LIGHT, look.images === "off" ? NO_IMAGES : ""].join("\n");
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
  if (!schemes.toLowerCase().split(/\s+/).includes(wanted)) return schemes;
  return wanted === "light" ? "only light" : wanted;
}

/** Lets nothing lead away or open from within, also where a browser does not tell the page of a click. */
function stopLinks(page) {
  for (const link of page.querySelectorAll("a, area")) {
    // In pictures that are drawn here, links may have another way to say where they lead.
    const address = link.getAttributeNS(XLINK, "href");
    link.removeAttributeNS(XLINK, "href");
    if (address !== null && !link.hasAttribute("href")) link.setAttribute("href", address);
    link.setAttribute("target", "_blank");
  }
  // Nor may that change while it is shown.
  for (const change of page.querySelectorAll('[attributeName*="href" i], [attributeName*="target" i]')) change.remove();
  // In formulas, anything may be a link.
  for (const element of page.querySelectorAll("[href], [*|href]")) {
    if (element.namespaceURI === MATHML) for (const name of ["href", "xlink:href"]) element.removeAttribute(name);
  }
}

function removeImages(page) {
  for (const image of page.querySelectorAll("img, source, input[type=image i]")) {
    image.removeAttribute("src");
    image.removeAttribute("srcset");
  }
  for (const element of page.querySelectorAll("[background]")) element.removeAttribute("background");
  for (const image of page.querySelectorAll("image, feImage")) image.remove();
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
