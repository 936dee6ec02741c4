/** The card of an e-mail: what stands above it in a mail program, and what only its makers want to know. */

import { get } from "../api.js";
import { h, fill } from "../parts/dom.js";
import { CHANNELS } from "../page/toolbar.js";

const UNSUBSCRIBE = {
  one_click: "One click",
  link: "A link in the message",
  none: "None",
};
const SIGNS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Makes the card.
 * @param {Object} app what the page can do
 * @returns {{element: HTMLElement, show: function(Object): void}} `show` takes the state of the page, whose message is
 *   an e-mail
 */
export function makeCard({ change }) {
  const subject = h("h1.title", { dir: "auto" });
  const preheader = h("p.lead", { dir: "auto" });
  const counts = { subject: h("p.counts"), preheader: h("p.counts") };
  const which = h("p.which");
  const facts = h("dl.facts");
  const size = makeSize(change);
  const element = h("section.card", { "aria-label": "Envelope" },
    h("div.line", {}, which, size.element),
    h("div.line", {}, subject, counts.subject),
    h("div.line", {}, preheader, counts.preheader),
    facts,
  );
  let shown = null;
  return {
    element,
    show(state) {
      const { message } = state;
      if (message !== shown) {
        shown = message;
        fill(which, sayWhich(message), " · ", sayLanguage(message));
        subject.textContent = message.subject || "(no subject)";
        preheader.textContent = message.preheader || "No preheader: inboxes show the first words of the message.";
        subject.lang = message.subject ? message.locale_used : "";
        preheader.title = message.preheader;
        preheader.lang = message.preheader ? message.locale_used : "";
        preheader.classList.toggle("absent", !message.preheader);
        for (const part of ["subject", "preheader"]) fill(counts[part], countWords(message, part));
        fill(facts, listFacts(message));
      }
      size.show(state);
    },
  };
}

function listFacts(message) {
  const { headers, to } = message;
  return [
    ["From", address(headers.From)],
    ["To", to.address ? address(to.address) : h("span.soft", {}, `nobody: the sample has no ${to.path}`)],
    headers["Reply-To"] ? ["Reply to", address(headers["Reply-To"])] : null,
    ["Unsubscribe", UNSUBSCRIBE[message.unsubscribe]],
  ].filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
}

/** Which message this is: of which notification, on which channel. */
export function sayWhich({ notification, channel }) {
  return [h("strong", {}, notification), ` · ${CHANNELS[channel] ?? channel}`];
}

/** What is written there is read from left to right, whatever the language around it. */
function address(text) {
  return h("bdi", { title: text }, text);
}

/**
 * In which language a message is, and why in another one than was asked for.
 * @param {Object} message as the server describes it
 */
export function sayLanguage({ locale, locale_used: used, direction, fallback }) {
  const way = direction === "rtl" ? `${used}, right to left` : used;
  if (!fallback) return way;
  const { has_copy: hasCopy, lacks } = fallback;
  const named = lacks.slice(0, 3).flatMap((key, index) => [index ? ", " : null, h("code", {}, key)]);
  const more = lacks.length > 3 ? ` and ${lacks.length - 3} more` : "";
  const why = hasCopy ? [`: ${locale} lacks `, ...named, more] : [`: there is no copy in ${locale}`];
  return h("span.fallback", {}, `Shown in ${way}`, ...why);
}

/** How long a text is, and where it is cut. */
function countWords(message, part) {
  const length = [...SIGNS.segment(message[part])].length;
  const cut = message.inboxes.rows.filter((row) => row[part].lost).map((row) => row.name);
  const where = cut.length === 0 ? "whole everywhere" : `cut in ${cut.length} of ${message.inboxes.rows.length}`;
  return [
    `${length} ${length === 1 ? "character" : "characters"}`,
    length ? h("span", { title: cut.join(", ") || null, class: cut.length ? "cut" : null }, where) : null,
  ];
}

/** How much of a message Gmail shows, in this locale and in the one where it is largest. */
function makeSize(change) {
  const fillBar = h("span");
  const meter = h("div.meter", { role: "meter", "aria-label": "Size of the HTML", "aria-valuemin": "0" }, fillBar);
  const words = h("span.number");
  const worst = h("button.worst", { type: "button", hidden: true });
  const own = h("span", { hidden: true }, "the largest of your languages");
  const element = h("div.weight", {}, meter, words, worst, own);
  let asked = "";
  let answer = null;
  let wanted = null;
  let largest = null;

  worst.addEventListener("click", () => change({ locale: largest }));

  async function ask({ message, number }) {
    const query = { notification: message.notification, channel: message.channel, sample: message.sample };
    const question = JSON.stringify([number, query]);
    if (question !== asked) {
      asked = question;
      answer = get("sizes", query);
    }
    try {
      const sizes = await answer;
      if (question === asked && message === wanted) showWorst(sizes, message);
    } catch {
      // The message is there without: who looks at it is told of what is wrong elsewhere.
      own.hidden = worst.hidden = true;
    }
  }

  function showWorst({ sizes, worst: locale }, { limits, locale: shown }) {
    largest = locale;
    const several = Object.keys(sizes).length > 1;
    own.hidden = !several || locale !== shown;
    worst.hidden = !several || locale === shown;
    if (worst.hidden) return;
    // The pseudo-locale, which nobody gets, is none of those that are compared.
    const among = shown in sizes ? "Largest in" : "Largest of your languages is";
    worst.textContent = `${among} ${locale}: ${kilobytes(sizes[locale])}`;
    worst.className = `worst ${toneOf(sizes[locale], limits)}`;
    worst.title = `Show it in ${locale}`;
  }

  return {
    element,
    show(state) {
      const { bytes, limits } = state.message;
      const tone = toneOf(bytes.html, limits);
      element.dataset.tone = tone;
      fillBar.style.width = `${Math.min(100, (100 * bytes.html) / limits.clipped)}%`;
      meter.setAttribute("aria-valuemax", String(limits.clipped));
      meter.setAttribute("aria-valuenow", String(Math.min(bytes.html, limits.clipped)));
      words.textContent = sayWeight(bytes.html, limits);
      meter.setAttribute("aria-valuetext", words.textContent);
      wanted = state.message;
      // What somebody looks at comes first; until then, there may be another message.
      const { message, number } = state;
      (window.requestIdleCallback ?? setTimeout)(() => ask({ message, number }));
    },
  };
}

function sayWeight(bytes, limits) {
  const size = kilobytes(bytes);
  if (bytes >= limits.clipped) return `${size}: Gmail cuts off what is beyond ${kilobytes(limits.clipped)}.`;
  if (bytes >= limits.close) return `${size}: close to the ${kilobytes(limits.clipped)} that Gmail shows`;
  return `${size} of ${kilobytes(limits.clipped)} in Gmail`;
}

function toneOf(bytes, { close, clipped }) {
  return bytes >= clipped ? "error" : bytes >= close ? "warning" : "good";
}

/** Never more than there is: what is just below a limit is not to look as large as it. */
function kilobytes(bytes) {
  return `${Math.floor(bytes / 100) / 10} KB`;
}
