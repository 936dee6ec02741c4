/** What stands in the middle of the page while there is no message to be shown. */

import { fill, h } from "../parts/dom.js";
import { allNotifications } from "./list.js";
import { listMistakes, say } from "../parts/mistakes.js";
import { tellRestart } from "../parts/restart.js";

/** Says why there is nothing: it is being read, it cannot be, there is none yet, or none of that name. */
export function makeNothing({ change }) {
  const element = h("div.nothing");
  let said = "";
  return {
    element,
    show({ catalogue, mistakes, faults, trouble, wish, waiting }) {
      const ids = allNotifications({ catalogue }).map(({ id }) => id);
      const known = JSON.stringify([Boolean(catalogue), ids, mistakes, faults, trouble, wish.id, waiting]);
      // What is said already stays, and with it what has the focus.
      if (known === said) return;
      said = known;
      if (!ids.length && mistakes.length) {
        fill(element, broken("The catalogue cannot be used as it is. This page goes on as soon as it is mended.", mistakes));
      } else if (!catalogue && trouble) fill(element, h("div.empty", {}, h("h1", {}, trouble), tellRestart()));
      else if (!catalogue || (ids.length && waiting && !faults.length)) {
        fill(element, h("div.loading", {}, "Reading the workspace…"));
      } else if (!ids.length) {
        fill(element, h("div.empty", {}, h("h1", {}, "There is no notification yet."),
          h("span", {}, "Make the first one with ", h("code", {}, "notify new"), ", and it is shown here.")));
      } else fill(element, missing(ids, faults, wish), mistakes.length ? broken("It may be in one of these:", mistakes) : null);
    },
  };

  function broken(title, mistakes) {
    return h("div.notice.error", {}, h("h1", {}, title), listMistakes(mistakes));
  }

  function missing(ids, faults, { id }) {
    const hint = faults.find((fault) => fault.hint)?.hint;
    // The server's hint names the one that is written alike.
    const meant = ids.find((each) => hint?.includes(`\`${each}\``));
    const go = (to) => h("button.button.primary", { type: "button", onclick: () => change({ id: to, set: {} }) }, `Show ${to}`);
    return h("div.empty", {},
      h("h1", {}, say(`There is no notification \`${id}\`.`)),
      h("span", {}, meant ? say(hint) : "Choose one from the list."),
      meant ? go(meant) : null);
  }
}
