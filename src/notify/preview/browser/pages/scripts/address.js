/** What is shown, in the address bar: whoever has the address sees the same. */

/** What each part of an address is where it does not say. `set` are values over the sample, by path. */
const USUAL = {
  view: "message",     // message, wall, compare
  id: "",              // of the notification
  channel: "",
  locale: "",
  sample: "",
  width: "fit",        // pixels, or as wide as there is room
  scheme: "light",     // light, dark (its own dark colours), forced (darkened by a program)
  images: "on",        // on, off
  remote: "off",       // on: images of other sites are loaded
  text: "100",         // per cent
  tab: "findings",     // findings, data, copy, text, html, mjml, headers, source
  panel: "on",         // on, off: whether the tabs beside the message are there
  by: "locales",       // what the comparison is of: locales, widths
  among: "",           // the locales of the wall and the comparison, between commas; all that the catalogue has
  zoom: "medium",      // how large messages are there: small, medium, large
  together: "on",      // whether the messages of a comparison are scrolled together: on, off
  find: "",            // the search in the list
  only: "all",         // all, failing
};

/** What a part can be, where that is not for the workspace or for a part of the page to say. */
const KNOWN = {
  view: /^(message|wall|compare)$/,
  width: /^(fit|[1-9]\d{2,3})$/,
  scheme: /^(light|dark|forced)$/,
  images: /^(on|off)$/,
  remote: /^(on|off)$/,
  text: /^(100|200)$/,
  panel: /^(on|off)$/,
  by: /^(locales|widths)$/,
  zoom: /^(small|medium|large)$/,
  together: /^(on|off)$/,
  only: /^(all|failing)$/,
};

/** The parts of the address that the page has now; one that cannot be is as if it were not there. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const parts = {};
  for (const [name, usual] of Object.entries(USUAL)) {
    const value = query.get(name);
    parts[name] = value !== null && (KNOWN[name]?.test(value) ?? true) ? value : usual;
  }
  parts.set = Object.create(null);
  for (const each of query.getAll("set")) {
    const end = each.indexOf("=");
    if (end > 0) parts.set[each.slice(0, end)] = each.slice(end + 1);
  }
  return parts;
}

/** The address of parts, all of them, for a link. */
export function toAddress(parts) {
  const query = new URLSearchParams();
  for (const [name, usual] of Object.entries(USUAL)) if (String(parts[name]) !== usual) query.set(name, parts[name]);
  for (const [path, value] of Object.entries(parts.set)) query.append("set", `${path}=${value}`);
  return query.size ? `?${query}` : location.pathname;
}

/**
 * Puts parts into the address bar.
 * @param {Object} parts all of them
 * @param {boolean} replaces whether the way back does not lead to what is shown now
 */
export function writeAddress(parts, replaces) {
  const written = toAddress(parts);
  if (written === (location.search || location.pathname)) return;
  history[replaces ? "replaceState" : "pushState"](null, "", written);
}
