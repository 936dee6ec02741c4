/**
 * Forced dark: a message as a program shows it that darkens what is light by itself. What becomes of a colour is said
 * by the server, in one place for the page and for the linter; the page finds the colours, and puts the new ones in.
 */

import { post } from "../api.js";

const LINES = ["top", "right", "bottom", "left"].map((side) => [`border-${side}-width`, `border-${side}-color`]);
const COLOUR = /rgba?\(([^)]*)\)/g;
const WHITE = "rgb(255, 255, 255)";

/** What became of colours, as CSS, by their kinds. */
const known = { inks: new Map(), grounds: new Map() };
/** The darkening that each frame waits for, since its colours are not known yet. */
const awaited = new WeakMap();

/**
 * Darkens the message that has just been put into a frame; or not, and shows it as it is.
 * @param {HTMLIFrameElement} frame keeps its class `darkening` until all colours are known: what is light is not to
 *   flash up first
 * @param {boolean} wanted
 */
export async function darken(frame, wanted) {
  const turn = {};
  awaited.set(frame, turn);
  frame.classList.toggle("forced", wanted);
  if (wanted) {
    const found = findColours(frame.contentDocument);
    const missing = Object.fromEntries(Object.keys(known).map((kind) => [kind, missingOf(kind, found)]));
    if (missing.inks.length + missing.grounds.length) {
      frame.classList.add("darkening");
      try {
        learn(missing, await post("forced-dark", missingColours(missing)));
      } catch {
        // The page says by itself that the server is gone: the message stays as it is.
      }
      if (awaited.get(frame) !== turn) return;
    }
    for (const { element, property, value, kind } of found) {
      const darkened = value.replace(COLOUR, (colour) => known[kind].get(colour) ?? colour);
      element.style.setProperty(property, darkened, "important");
    }
  }
  frame.classList.remove("darkening");
}

/** The colours of a page: of which `element`, which `property`, its computed `value`, and its `kind`. */
function findColours(page) {
  const found = [];
  const { getComputedStyle } = page.defaultView;
  const note = (element, property, value, kind) => {
    if (value && value !== "rgba(0, 0, 0, 0)" && value.includes("rgb")) found.push({ element, property, value, kind });
  };
  for (const element of [page.documentElement, page.body, ...page.body.querySelectorAll("*")]) {
    // A picture stays as it is, one that is drawn here as well.
    if (element.closest("svg")) continue;
    const style = getComputedStyle(element);
    note(element, "color", style.color, "inks");
    note(element, "background-color", style.backgroundColor, "grounds");
    note(element, "background-image", style.backgroundImage, "grounds");
    note(element, "box-shadow", style.boxShadow, "grounds");
    if (style.textDecorationLine !== "none") {
      note(element, "text-decoration-color", style.textDecorationColor, "inks");
    }
    for (const [width, colour] of LINES) {
      if (style.getPropertyValue(width) !== "0px") note(element, colour, style.getPropertyValue(colour), "grounds");
    }
  }
  const canvas = [page.documentElement, page.body];
  const isPainted = ({ element, property }) => property.startsWith("background") && canvas.includes(element);
  if (!found.some(isPainted)) note(canvas[0], "background-color", WHITE, "grounds");
  return found;
}

function missingOf(kind, found) {
  const colours = found.filter((each) => each.kind === kind).flatMap((each) => each.value.match(COLOUR) ?? []);
  return [...new Set(colours)].filter((colour) => !known[kind].has(colour));
}

/** Colours as the server wants them: red, green, blue from 0 to 255, and how opaque, from 0 to 1. */
function missingColours(missing) {
  const numbers = (colour) => [...colour.match(/[\d.]+/g).map(Number), 1].slice(0, 4);
  return Object.fromEntries(Object.entries(missing).map(([kind, colours]) => [kind, colours.map(numbers)]));
}

function learn(missing, answer) {
  for (const kind of Object.keys(known)) {
    missing[kind].forEach((colour, index) => {
      const [red, green, blue, alpha] = answer[kind][index];
      known[kind].set(colour, `rgb(${red} ${green} ${blue} / ${alpha})`);
    });
  }
}
