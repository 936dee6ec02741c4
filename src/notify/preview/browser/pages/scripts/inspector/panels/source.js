/** The files that the message is made from, each with a way into the editor. */

import { makeAnswer } from "../answer.js";
import { makeCode } from "../../parts/code.js";
import { fill, h, keep } from "../../parts/dom.js";
import { showPlace } from "../../parts/mistakes.js";

/** Makes the panel. */
export function makePanel(app) {
  const list = h("div.files");
  const element = h("div.padded");

  const answer = makeAnswer("source", (given, words) => {
    if (!given) {
      fill(element, words ? h("p.notice.error", {}, words) : h("p.loading", {}, "Loading …"));
      return;
    }
    if (list.parentElement !== element) fill(element, list);
    keep(list, given.files, ({ place }) => place.file, make, show);
  });

  return {
    element,
    show({ wish, number, entry }) {
      if (entry) answer.ask({ notification: wish.id, locale: wish.locale, sample: wish.sample }, number);
    },
  };
}

function make({ title, place }) {
  const code = makeCode(place.file);
  const link = h("div.row.between");
  const cut = h("p.soft", { hidden: true }, "This is the beginning of a long file.");
  const file = h("details.file", {},
    h("summary", {}, h("span", {}, title), h("span.soft.mono", {}, place.file)), link, code.element, cut);
  // The first is what says most of a message, and what is closed need not be written.
  file.open = place.file === "notifications.yaml" || place.file.endsWith("/email.mjml");
  file.addEventListener("toggle", () => file.write());
  Object.assign(file, { code, link, cut });
  return file;
}

function show(file, { place, text, start, cut }) {
  fill(file.link, showPlace(place));
  file.cut.hidden = !cut;
  file.write = () => {
    if (file.open) file.code.show(text, { start, language: place.file.endsWith(".yaml") ? "yaml" : "markup" });
  };
  file.write();
}
