/** The signs of the page: lines of one weight on a square of 16, in the colour of the words beside them. */

const SVG = "http://www.w3.org/2000/svg";

const LINES = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  previous: "M10 3 5 8l5 5",
  next: "m6 3 5 5-5 5",
  down: "m4 6 4 4 4-4",
  close: "m4 4 8 8m0-8-8 8",
  list: "M2 4h12M2 8h12M2 12h12",
  help: "M6 6a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.7m0 2v.5M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14Z",
  message: "M2 3.5h12v9H2zm0 .5 6 5 6-5",
  wall: "M2 2h5v5H2zm7 0h5v5H9zM2 9h5v5H2zm7 0h5v5H9z",
  compare: "M2 3h5v10H2zm7 0h5v10H9z",
  light: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1m0 12v1M1 8h1m12 0h1M3 3l.8.8m8.4 8.4.8.8M3 13l.8-.8m8.4-8.4L13 3",
  dark: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  forced: "M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14ZM8 1v14m2-12v10m2-8.5v7",
  images: "M2 3h12v10H2zm0 8 4-4 3 3 2-2 3 3M11 6h.01M1 1l14 14",
  remote: "M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14ZM1 8h14M8 1c-5 5-5 9 0 14 5-5 5-9 0-14Z",
  text: "m1.5 13 4-10 4 10M3 9.5h5M11 13l2-5 2 5m-3.5-1.5h3",
  warning: "M8 2 15 14H1Zm0 4.5v3.5m0 1.800v.2",
  lost: "M2 6.5c3.5-3 8.5-3 12 0M4.5 9.5c2-1.700 5-1.700 7 0M8 13h.01M2 2l12 12",
  panel: "M2 3h12v10H2zm8 0v10",
  open: "M9 2h5v5m0-5L7 9M12 9v5H2V4h5",
  copy: "M5 5h9v9H5zM11 5V2H2v9h3",
  phone: "M4 1h8v14H4zm3 11.5h2",
};

/**
 * A sign, which says nothing to screen readers: its words have to stand beside it.
 * @param {string} name one of LINES
 * @returns {SVGElement}
 */
export function icon(name) {
  const sign = document.createElementNS(SVG, "svg");
  const lines = { viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": "1.5" };
  const ends = { "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [attribute, value] of Object.entries({ ...lines, ...ends })) sign.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", LINES[name]);
  sign.append(path);
  return sign;
}
