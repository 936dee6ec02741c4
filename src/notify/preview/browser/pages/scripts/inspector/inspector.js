/** What there is to know about the message, in tabs beside it; each is loaded when it is first looked at. */

import { fill, h, reveal } from "../parts/dom.js";
import { makeEdge } from "./edge.js";
import { worstOf } from "../page/list.js";
import { makePointer } from "./pointer.js";

/** The tabs in their order; the keys 1 to 8 open them. */
const TABS = {
  findings: "Findings",
  data: "Data",
  copy: "Copy",
  text: "Text",
  html: "HTML",
  mjml: "MJML",
  headers: "Headers",
  source: "Source",
};
/** The modules of the tabs that have none of their own name. */
const MODULES = { html: "written", mjml: "written" };

/**
 * Makes the inspector, in the element with that id.
 * @param {Object} app
 * @returns {{show: function(Object)}}
 */
export function makeInspector(app) {
  const pointer = makePointer(app);
  const panels = new Map();
  const counts = { findings: h("span.count", { hidden: true }), data: h("span.count", { hidden: true }) };
  const tabs = Object.entries(TABS).map(([name, words]) =>
    h("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", data: { tab: name },
      onclick: () => app.change({ tab: name }, { replaces: true }),
    }, words, counts[name] ?? null));
  const list = h("div.tabs", { role: "tablist", "aria-label": "About this message", onkeydown: walk }, tabs);
  const place = h("div.panel", { role: "tabpanel", id: "panel", tabindex: "0" });
  const inspector = document.getElementById("inspector");
  fill(inspector, makeEdge(inspector), list, place);
  let shown = null;

  /** Arrows lead from tab to tab, and open it. */
  function walk(event) {
    const at = tabs.indexOf(document.activeElement);
    const last = tabs.length - 1;
    const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    tabs[to].focus();
    tabs[to].click();
  }

  async function open(name) {
    pointer.leave();
    if (!panels.has(name)) {
      fill(place, h("p.loading", {}, "Loading …"));
      const { makePanel } = await import(`./panels/${MODULES[name] ?? name}.js`);
      if (!panels.has(name)) panels.set(name, { ...makePanel(app, pointer, TABS[name]), scrolled: 0 });
      if (shown !== name) return;
    }
    const panel = panels.get(name);
    fill(place, panel.element);
    panel.show(app.state);
    place.scrollTop = panel.scrolled;
  }

  place.addEventListener("scroll", () => {
    const panel = panels.get(shown);
    if (panel?.element.isConnected) panel.scrolled = place.scrollTop;
  }, { passive: true });

  return {
    show(state) {
      if (state.wish.view !== "message") return;
      pointer.renew();
      const name = Object.hasOwn(TABS, state.wish.tab) ? state.wish.tab : "findings";
      for (const tab of tabs) {
        const chosen = tab.dataset.tab === name;
        tab.setAttribute("aria-selected", String(chosen));
        tab.tabIndex = chosen ? 0 : -1;
      }
      place.setAttribute("aria-labelledby", `tab-${name}`);
      const found = state.findings.findings.filter((finding) => finding.notification === state.wish.id).length;
      tell(counts.findings, found, worstOf(state, state.wish.id));
      const wrong = state.faults.some((fault) => fault.field);
      tell(counts.data, Object.keys(state.wish.set).length, wrong ? "error" : "info");
      if (name !== shown) {
        shown = name;
        reveal(list, document.getElementById(`tab-${name}`));
        open(name);
      } else panels.get(name)?.show(state);
    },
  };
}

/** Shows a number beside the name of a tab, and how grave it is; none where there is nothing to count. */
function tell(element, number, tone = "") {
  element.textContent = String(number);
  element.className = `count ${tone}`;
  element.hidden = number === 0;
}
