/** The list of notifications by category: searched, narrowed to what fails, with a mark for the worst finding of each. */

import { announce, h, keep, reveal } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { SEVERITIES, allNotifications, fails, listed, nameCategory, worstOf } from "./list.js";

/** So many pixels above an entry there may be the name of its category, which is seen with it. */
const HEADING = 32;

/** The list beside the message; below a width it is a drawer, which the bar opens. */
export function makeSidebar({ state: page, change }) {
  const sidebar = document.getElementById("sidebar");
  const search = h("input.input", {
    type: "search", id: "search", placeholder: "Search", "aria-label": "Search notifications", autocomplete: "off",
    spellcheck: "false", oninput: () => change({ find: search.value }, { replaces: true }), onkeydown: leave,
  });
  const only = h("input", {
    type: "checkbox", onchange: () => change({ only: only.checked ? "failing" : "all" }, { replaces: true }),
  });
  const failing = h("span.badge");
  const list = h("div.categories");
  const nothing = h("div.empty", { hidden: true });
  const sum = h("p.sum.soft");
  const tools = h("div.finding-tools", {},
    h("div.search", {}, icon("search"), search, h("kbd.kbd", { "aria-hidden": "true" }, "/")),
    h("label.check", {}, only, "Only problems", failing));
  sidebar.append(tools, list, nothing, sum);
  let current = null;

  function leave(event) {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const first = list.querySelector("[aria-current]") ?? list.querySelector("button");
      first?.focus();
      if (event.key === "Enter") first?.click();
    } else if (event.key === "Escape" && search.value) {
      // What is looked for goes first, and with the next press whatever is open around it.
      event.preventDefault();
      event.stopPropagation();
      change({ find: "" }, { replaces: true });
    }
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    buttons[buttons.indexOf(document.activeElement) + step]?.focus();
  }
  list.addEventListener("keydown", walk);

  function makeCategory({ name }) {
    const title = h("h2", { id: `category-${name}` }, nameCategory(name), h("span.soft.number"));
    return h("section", { "aria-labelledby": title.id }, title, h("ul"));
  }

  function showCategory(section, { notifications }, state) {
    section.querySelector("h2 span").textContent = ` ${notifications.length}`;
    keep(section.querySelector("ul"), notifications, ({ id }) => id, makeEntry, (item, entry) => showEntry(item, entry, state));
  }

  function makeEntry({ id }) {
    const pick = () => {
      delete document.body.dataset.list;
      change({ id, set: {}, view: page.wish.view === "compare" ? "compare" : "message" });
    };
    return h("li", {}, h("button.entry", { type: "button", onclick: pick }, h("span.dot"), h("span.id", {}, id), h("span.unseen")));
  }

  function showEntry(item, { id, description, refused }, state) {
    const button = item.firstElementChild;
    const [dot, , words] = button.children;
    const severity = refused ? "error" : worstOf(state, id);
    const said = refused ? "cannot be used as it is written" : severity && `has ${SEVERITIES[severity]}`;
    dot.className = `dot ${severity ?? "none"}`;
    words.textContent = said ?? "";
    button.title = [description, said && `It ${said}.`].filter(Boolean).join("\n");
    if (id === state.wish.id) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }

  return {
    show(state) {
      const { wish, catalogue, findings } = state;
      const all = allNotifications(state);
      sidebar.setAttribute("aria-busy", String(!catalogue));
      // While the list is on its way, whoever opens the drawer can search already.
      tools.hidden = !all.length && Boolean(catalogue || state.mistakes.length);
      if (search.value !== wish.find) search.value = wish.find;
      only.checked = wish.only === "failing";
      const found = listed(state);
      const count = found.reduce((total, { notifications }) => total + notifications.length, 0);
      const problems = all.filter((entry) => fails(state, entry)).length;
      failing.textContent = problems;
      failing.hidden = !problems;
      keep(list, found, ({ name }) => name, makeCategory, (section, category) => showCategory(section, category, state));
      nothing.hidden = !catalogue || count > 0 || !all.length;
      list.hidden = !nothing.hidden;
      if (!nothing.hidden) {
        nothing.replaceChildren(wish.find ? `Nothing matches “${wish.find}”.` : "Nothing fails.", h("button.button", {
          type: "button", onclick: () => change({ find: "", only: "all" }, { replaces: true }),
        }, "Show all"));
      }
      sum.hidden = !catalogue;
      const said = [
        count < all.length ? `${count} of ${all.length} notifications` : `${count} ${count === 1 ? "notification" : "notifications"}`,
        findings.state === "working" ? "checking…" : findings.trouble ? "not checked" : null,
      ].filter(Boolean).join(" · ");
      if (sum.textContent !== said) {
        sum.textContent = said;
        if (document.activeElement === search) announce(said);
      }
      if (wish.id !== current && count) {
        current = wish.id;
        const entry = list.querySelector("[aria-current]");
        if (entry) reveal(list, entry, HEADING);
      }
    },
  };
}
