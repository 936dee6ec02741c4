/** How inboxes list a message: the sender, and as much of subject and preheader as there is room, about. */

import { fill, h } from "../parts/dom.js";

// How much of what is lost is seen here, in characters: the rest can be read in the card.
const GLIMPSE = 16;

/**
 * Makes the strip.
 * @returns {{element: HTMLElement, show: function(Object): void}} `show` takes an e-mail as the server describes it
 */
export function makeInboxes() {
  const year = h("span.soft");
  const rows = h("ul.rows", { "aria-label": "Inboxes" });
  // Where there is little room, it is the message's.
  const hasRoom = matchMedia("(width >= 1200px)").matches;
  const summary = h("summary", {}, h("h2", {}, "In the inbox"), year);
  const element = h("details.inboxes", { open: hasRoom }, summary, rows);
  let shown = null;
  return {
    element,
    show(message) {
      if (message === shown) return;
      shown = message;
      year.textContent = `about here, as of ${message.inboxes.as_of}`;
      fill(rows, message.inboxes.rows.map((row) => showRow(row, message)));
    },
  };
}

function showRow(row, { direction, locale_used: locale }) {
  const { id, name, sender, subject, preheader } = row;
  const initial = h("span.initial", { "aria-hidden": "true" }, [...sender.trim()][0]?.toUpperCase() ?? "?");
  const none = h("i", { lang: "en" }, "the first words of the message");
  const said = preheader.shown || preheader.lost ? cut(preheader) : none;
  const dash = row.one_row ? h("span.dash", {}, "–") : null;
  return h(`li.inbox.${id}`, {},
    h("span.name", {}, name),
    h("div.words", { dir: direction },
      initial,
      h("span.sender", {}, h("bdi", {}, sender)),
      h("span.both", { lang: locale }, h("span.title", {}, cut(subject)), dash, h("span.lead", {}, said))));
}

/** What is shown of a text, and behind a mark the beginning of what is lost, for those who look on here. */
function cut({ shown, lost }) {
  const kept = h("bdi", { title: shown }, shown);
  if (!lost) return kept;
  const begun = [...lost].length > GLIMPSE ? `${[...lost].slice(0, GLIMPSE).join("")}…` : lost;
  const said = [h("span.unseen", {}, " cut off: "), h("bdi", {}, begun)];
  return [kept, h("span.lost", { title: `Cut off: ${lost.trim()}` }, said)];
}
