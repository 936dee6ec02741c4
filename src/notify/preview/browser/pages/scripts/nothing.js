/** What stands in the middle of the page while there is no message to be shown. */

import { fill, h } from "./dom.js";
import { allNotifications } from "./list.js";
import { listMistakes } from "./mistakes.js";

/** Says why there is nothing: it is being read, it cannot be, there is none yet, or none of that name. */
export function makeNothing({ change }) {
  const element = h("div.nothing");
  return {
    element,
    show({ catalogue, mistakes, faults, trouble, wish, waiting }) {
      if (!catalogue && trouble) fill(element, h("div.empty", {}, h("strong", {}, trouble)));
      else if (!catalogue && mistakes.length) {
        fill(element, h("div.notice.error", {},
          h("strong", {}, "The catalogue cannot be used as it is. This page goes on as soon as it is mended."),
          listMistakes(mistakes)));
      } else if (!catalogue || (waiting && !faults.length)) fill(element, h("div.loading", {}, "Reading the workspace…"));
      else if (!allNotifications({ catalogue }).length) {
        fill(element, h("div.empty", {}, h("strong", {}, "There is no notification yet."),
          h("span", {}, "Make the first one with ", h("code", {}, "notify new"), ", and it is shown here.")));
      } else fill(element, missing(catalogue, faults, wish));
    },
  };

  function missing(catalogue, faults, { id }) {
    const [fault] = faults;
    // The server's hint names those that are written alike.
    const meant = allNotifications({ catalogue }).find((entry) => fault?.hint?.includes(`\`${entry.id}\``));
    const go = (to) => h("button.button.primary", { type: "button", onclick: () => change({ id: to, set: {} }) }, `Show ${to}`);
    return h("div.empty", {},
      h("strong", {}, fault?.message ?? `There is no notification \`${id}\`.`),
      h("span", {}, meant ? fault.hint : "Choose one of the list."),
      meant ? go(meant.id) : null);
  }
}
