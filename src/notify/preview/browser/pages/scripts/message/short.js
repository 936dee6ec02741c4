/** Messages of the short channels: text messages as a bubble, the others as the card that people get. */

import { h } from "../parts/dom.js";
import { sayWhich } from "./card.js";

const PLACES = { sms: "As a text message", push: "On the phone", in_app: "In the product", whatsapp: "In WhatsApp" };

/**
 * Shows a message of a short channel.
 * @param {Object} message as the server describes it
 * @param {string} product the name of who sends it
 * @returns {HTMLElement}
 */
export function showShort(message, product) {
  const { channel, direction } = message;
  const content = channel === "sms" ? showText(message) : showWords(message, product);
  const heading = h("h1.unseen", { lang: "en" }, PLACES[channel] ?? channel);
  const which = h("p.which", { dir: "ltr", lang: "en" }, sayWhich(message));
  return h(`figure.short.${channel}`, { dir: direction, lang: message.locale_used }, heading, which, content);
}

function showText({ text, encoding, segments }) {
  const length = [...text].length;
  return [
    h("p.bubble", { dir: "auto" }, text),
    h("figcaption", { dir: "ltr" },
      `${length} ${length === 1 ? "character" : "characters"} in ${encoding}, `,
      h("span", { class: segments > 1 ? "several" : null }, `${segments} ${segments === 1 ? "segment" : "segments"}`)),
  ];
}

function showWords({ channel, words }, product) {
  const { title, body, ...others } = words;
  const sign = h("span.icon", { "aria-hidden": "true" }, [...product][0] ?? "");
  const rest = Object.entries(others).map(([name, value]) =>
    h("div", {}, h("dt", {}, name), h("dd", { dir: "auto" }, value)));
  return [
    h("div.bubble", {},
      channel === "whatsapp" ? null : h("p.product", {}, sign, product),
      title ? h("p.title", { dir: "auto" }, title) : null,
      body ? h("p.body", { dir: "auto" }, body) : null,
      rest.length ? h("dl", {}, rest) : null),
    h("figcaption", { dir: "ltr" }, PLACES[channel] ?? channel),
  ];
}
