/** Which languages the wall and the comparison show, and the buttons to choose them. */

import { h, keep } from "../parts/dom.js";

/**
 * The locales that are chosen in the address, in the order of the catalogue; all but the pseudo-locale where none is.
 * @returns {Object[]} as the server describes them
 */
export function chosenLocales({ catalogue, wish }) {
  const codes = wish.among.split(",");
  const chosen = catalogue.locales.filter(({ code }) => codes.includes(code));
  return chosen.length ? chosen : usualLocales(catalogue);
}

/** Makes a row of buttons, one a locale, of which any number is pressed but at least one. */
export function makeLanguages({ state, change }) {
  const element = h("div.languages", { role: "group", "aria-label": "Languages" });

  function toggle(code) {
    const codes = new Set(chosenLocales(state).map((locale) => locale.code));
    if (!codes.delete(code)) codes.add(code);
    if (!codes.size) return;
    const usual = usualLocales(state.catalogue);
    const isUsual = codes.size === usual.length && usual.every((locale) => codes.has(locale.code));
    const kept = state.catalogue.locales.map((locale) => locale.code).filter((each) => codes.has(each));
    change({ among: isUsual ? "" : kept.join(",") }, { replaces: true });
  }

  function make({ code, name }) {
    const label = code === name ? name : `${name} (${code})`;
    return h("button.button", {
      type: "button", title: label, "aria-label": label, onclick: () => toggle(code),
    }, code);
  }

  return {
    element,
    show(shown) {
      const chosen = new Set(chosenLocales(shown).map(({ code }) => code));
      keep(element, shown.catalogue.locales, ({ code }) => code, make, (button, { code }) => {
        button.setAttribute("aria-pressed", String(chosen.has(code)));
      });
    },
  };
}

function usualLocales({ locales }) {
  const usual = locales.filter(({ pseudo }) => !pseudo);
  return usual.length ? usual : locales;
}
