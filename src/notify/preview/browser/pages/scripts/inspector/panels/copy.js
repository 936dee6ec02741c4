/** Every string of the locale beside the source locale's. */

import { makeAnswer } from "../answer.js";
import { fill, h, keep } from "../../parts/dom.js";
import { icon } from "../../parts/icons.js";
import { listMistakes, showPlace } from "../../parts/mistakes.js";

/** Makes the panel; `pointer` points at what has the words. */
export function makePanel(app, pointer) {
  const label = "Find a string";
  const search = h("input.input", { type: "search", placeholder: label, "aria-label": label, oninput: draw });
  const only = h("input", { type: "checkbox", onchange: draw });
  const lacking = h("span");
  const missing = h("label.check", { hidden: true }, only, lacking);
  const head = h("p.soft");
  const own = h("ul.strings", { "aria-label": "Strings of this notification" });
  const shared = h("ul.strings", { "aria-labelledby": "copy-shared" });
  const common = h("section", {}, h("h3", { id: "copy-shared" }, "Shared by all notifications"), shared);
  const empty = h("p.empty", { hidden: true }, h("strong", {}, "No such string"));
  const body = h("div.stack", {}, h("div.search", {}, icon("search"), search), missing, head, own, common, empty);
  const trouble = h("div.notice.error");
  const element = h("div.padded", {});
  let book = null;

  const answer = makeAnswer("copy", (given, words) => {
    book = given?.mistakes.length === 0 ? given : null;
    if (book) {
      if (body.parentElement !== element) fill(element, body);
      draw();
    } else if (words || given) {
      fill(trouble, words ?? [h("strong", {}, "The copy cannot be read"), listMistakes(given.mistakes)]);
      fill(element, trouble);
    } else fill(element, h("p.loading", {}, "Loading …"));
  });

  function draw() {
    const { strings, locale, source, has_copy: hasCopy, place } = book;
    const lost = strings.filter((string) => string.missing);
    missing.hidden = lost.length === 0;
    if (!lost.length) only.checked = false;
    lacking.textContent = `Only what is missing (${lost.length})`;
    const file = hasCopy ? showPlace(place) : null;
    fill(head, hasCopy ? file : `There is no copy in ${locale} yet. To begin one, write ${place.file}.`);
    const wanted = search.value.trim().toLowerCase();
    const shown = strings.filter((string) => (!only.checked || string.missing) && contains(string, wanted));
    const key = (string) => `${locale} ${string.key}`;
    const show = (item, string) => showString(item, string, book);
    keep(own, shown.filter((string) => !string.shared), key, make, show);
    keep(shared, shown.filter((string) => string.shared), key, make, show);
    common.hidden = shared.children.length === 0;
    empty.hidden = shown.length > 0;
    own.hidden = own.children.length === 0;
    // The source beside itself says nothing.
    element.dataset.alone = String(locale === source);
  }

  function make() {
    const item = h("li.string", {
      onpointerenter: () => pointer.at(item, item.place),
      onpointerleave: () => pointer.leave(),
      onfocusin: () => pointer.at(item, item.place),
      onfocusout: () => pointer.leave(),
    });
    return item;
  }

  return {
    element,
    show({ wish, number, entry }) {
      if (entry) answer.ask({ notification: wish.id, locale: wish.locale }, number);
    },
  };
}

function showString(item, string, { locale, source, direction, source_direction: sourceDirection, place: { file } }) {
  const written = JSON.stringify(string);
  if (item.dataset.written === written) return;
  item.dataset.written = written;
  const known = string.here ?? string.source;
  item.place = known.place;
  fill(item,
    h("div.row", {},
      h("span.key.mono", {}, string.key),
      string.channel === "email" ? null : h("span.badge", {}, string.channel.replace("_", "-")),
      string.missing ? h("span.badge.warning", {}, `missing in ${locale}`) : null,
      h("span.end", {}, linkTo(known.place, file))),
    string.here ? showForms(string.here.forms, locale, direction, "here") : null,
    string.source && locale !== source ? showForms(string.source.forms, source, sourceDirection, "there") : null);
}

/** A place: by its line only where it is in the file that the head of the panel names. */
function linkTo(place, file) {
  const link = showPlace({ ...place, column: null });
  if (place.file === file) link.textContent = `line ${place.line}`;
  link.title = place.file;
  return link;
}

function showForms(forms, locale, direction, where) {
  return h(`div.forms.${where}`, {}, forms.map(({ category, text }) => h("div.form", {},
    h("span.soft.mono", {}, `${locale} ${category}`),
    text === null
      ? h("span.badge.warning", {}, `${locale} has a form “${category}”, which is missing`)
      : h("p", { lang: locale, dir: direction }, text))));
}

function contains({ key, here, source }, wanted) {
  const texts = [...(here?.forms ?? []), ...(source?.forms ?? [])].map(({ text }) => text ?? "");
  return [key, ...texts].some((text) => text.toLowerCase().includes(wanted));
}
