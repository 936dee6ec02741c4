/** The bar at the top: which workspace this is, in which way it is looked at, and whether it is up to date. */

import { makeChoice } from "../parts/choices.js";
import { h } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { listMistakes } from "../parts/mistakes.js";

const VIEWS = [
  { value: "message", name: "Message", hint: "One message (m)" },
  { value: "wall", name: "Wall", hint: "Every message in every language (w)" },
  { value: "compare", name: "Compare", hint: "Languages or widths side by side (c)" },
].map((view) => ({ ...view, content: () => [icon(view.value), h("span.name", {}, view.name)] }));

/** The bar; beside what all parts do, it opens the list of notifications where that is a drawer. */
export function makeBar(app) {
  const { change } = app;
  const bar = document.getElementById("bar");
  const drawer = h("button.button.quiet.icon.drawer", {
    type: "button", "aria-label": "Notifications", "aria-controls": "sidebar", onclick: toggleList,
  }, icon("list"));
  const name = h("strong");
  const folder = h("span.soft");
  const views = makeChoice("View", (view) => change({ view }));
  const live = h("span.live", { role: "status" });
  const list = h("div.menu.catalogue-mistakes", { popover: "auto", id: "catalogue-mistakes", role: "region", "aria-label": "Mistakes in the catalogue" });
  const mistakes = h("button.button.error", { type: "button", popovertarget: list.id, hidden: true });
  const details = h("button.button.quiet.icon.details", {
    type: "button", "aria-label": "Details beside the message", title: "Details beside the message: findings, data, copy and more",
    onclick: () => change({ panel: app.state.wish.panel === "on" ? "off" : "on" }, { replaces: true }),
  }, icon("panel"));
  const help = h("button.button.quiet.icon", {
    type: "button", "aria-label": "Help", title: "What the keys do (?)", "aria-haspopup": "dialog", onclick: () => app.help(),
  }, icon("help"));
  bar.append(drawer, h("div.workspace", {}, name, folder), views.element, h("div.states", {}, mistakes, live, details, help), list);
  let listedMistakes = null;

  function toggleList() {
    if (document.body.dataset.list) delete document.body.dataset.list;
    else document.body.dataset.list = "open";
    app.show();
    if (document.body.dataset.list) document.getElementById("search").focus();
  }

  return {
    show({ root, catalogue, wish, connected, mistakes: wrong }) {
      name.textContent = catalogue?.name ?? root;
      folder.textContent = catalogue ? root : "";
      views.show(VIEWS, wish.view);
      drawer.setAttribute("aria-expanded", String(Boolean(document.body.dataset.list)));
      const words = connected ? "Live" : "Not connected";
      if (live.textContent !== words) {
        live.replaceChildren(h(`span.dot.${connected ? "good" : "error"}`), words);
        live.title = connected ? "What is saved is shown at once." : "What is saved is not shown until the server runs again.";
      }
      details.hidden = wish.view !== "message";
      details.setAttribute("aria-pressed", String(wish.panel === "on"));
      mistakes.hidden = !wrong.length;
      if (wrong === listedMistakes) return;
      listedMistakes = wrong;
      mistakes.replaceChildren(icon("warning"), `${wrong.length} ${wrong.length === 1 ? "mistake" : "mistakes"}`, h("span.where", {}, " in the catalogue"));
      list.replaceChildren(h("div.notice.error", {},
        h("strong", {}, "Once these are mended, the page goes on by itself. Until then, some of what it shows is missing or old."),
        listMistakes(wrong)));
      if (!wrong.length && list.matches(":popover-open")) list.hidePopover();
    },
  };
}
