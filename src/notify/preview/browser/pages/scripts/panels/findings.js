/** What the linter found: in the message that is shown, elsewhere in its notification, and in what all of them share. */

import { fill, h, keep } from "../dom.js";
import { say, showExcerpt, showPlace } from "../mistakes.js";
import { makeIgnore, makeManual } from "../remedies.js";

const GROUPS = {
  here: "In this message",
  elsewhere: "Elsewhere in this notification",
  shared: "In what all notifications share",
};
const ORDER = ["error", "warning", "info"];
const SEVERITIES = { error: "Error", warning: "Warning", info: "Hint" };

/** Makes the panel; `pointer` points at what a finding is about. */
export function makePanel(app, pointer) {
  const state = h("p.soft.state", { role: "status" });
  const trouble = h("div.notice.error", { hidden: true });
  const groups = Object.entries(GROUPS).map(([name, words]) => {
    const list = h("ul.findings", { "aria-labelledby": `findings-${name}` });
    return { name, list, element: h("section", { hidden: true }, h("h3", { id: `findings-${name}` }, words), list) };
  });
  const empty = h("p.empty", { hidden: true });
  const element = h("div.padded.stack", {}, state, trouble, groups.map((group) => group.element), empty);

  function make(finding) {
    const severity = finding.severity;
    const where = h("p.soft.where");
    const manual = makeManual(finding.code);
    const ignore = makeIgnore(finding);
    const item = h("li.finding", {
      onpointerenter: () => pointer.at(finding.place, finding),
      onpointerleave: () => pointer.leave(),
      onfocusin: () => pointer.at(finding.place, finding),
      onfocusout: () => pointer.leave(),
    },
    h("div.row", {},
      h(`span.badge.${severity}`, {}, h(`span.dot.${severity}`), SEVERITIES[severity]),
      h("span.soft.name", {}, h("span.mono", {}, finding.code), ` ${finding.name}`)),
    h("p", {}, say(finding.message)),
    h("p.soft", {}, say(finding.help)),
    h("div.at"),
    where,
    h("div.row.actions", {}, manual.button, ignore.button),
    manual.element,
    ignore.element);
    item.where = where;
    return item;
  }

  function show(item, finding) {
    // A line that moves is the same finding, at another place.
    const at = item.querySelector(".at");
    const written = JSON.stringify(finding.place);
    if (at.dataset.place !== written) {
      at.dataset.place = written;
      fill(at, showPlace(finding.place), showExcerpt(finding.place));
    }
    const { worst, locales, samples } = finding;
    const { wish } = app.state;
    const there = worst && finding.notification && (worst.locale !== wish.locale || worst.sample !== wish.sample || otherChannel(finding, wish));
    const words = [locales.length ? `in ${locales.join(", ")}` : "", finding.channel && otherChannel(finding, wish) ? `by ${finding.channel}` : ""];
    fill(item.where, words.filter(Boolean).join(", "), worst?.value ? ` · worst: ${worst.value}` : null,
      there ? h("button.button", {
        type: "button",
        onclick: () => app.change({
          locale: worst.locale, sample: worst.sample, channel: finding.channel ?? wish.channel, set: {},
        }),
      }, `Show ${worst.locale}, ${worst.sample}${samples.length > 1 ? ", the worst" : ""}`) : null);
  }

  return {
    element,
    show({ findings, wish }) {
      const sorted = sort(findings.findings, wish);
      const own = sorted.here.length + sorted.elsewhere.length;
      state.textContent = findings.state === "working" ? "Checking …" : summarize(findings.findings, wish.id);
      trouble.hidden = !findings.trouble;
      fill(trouble, h("strong", {}, "The linter could not look at everything. "), say(findings.trouble ?? ""));
      for (const { name, list, element: section } of groups) {
        section.hidden = sorted[name].length === 0;
        keep(list, sorted[name], (finding) => finding.fingerprint + finding.message, make, show);
      }
      empty.hidden = own + sorted.shared.length > 0 || findings.state === "working" || Boolean(findings.trouble);
      fill(empty, h("strong", {}, "Nothing found"), "The linter has looked at every language and every sample of this notification.");
    },
  };
}

/** The findings that matter for what is wished, by group, the gravest first. */
function sort(findings, wish) {
  const sorted = { here: [], elsewhere: [], shared: [] };
  for (const finding of findings) {
    if (finding.notification === null) sorted.shared.push(finding);
    else if (finding.notification === wish.id) (isHere(finding, wish) ? sorted.here : sorted.elsewhere).push(finding);
  }
  const rank = ({ severity }) => ORDER.indexOf(severity);
  for (const group of Object.values(sorted)) group.sort((one, other) => rank(one) - rank(other));
  return sorted;
}

function isHere(finding, wish) {
  const among = (names, name) => names.length === 0 || names.includes(name);
  return !otherChannel(finding, wish) && among(finding.locales, wish.locale) && among(finding.samples, wish.sample);
}

function otherChannel({ channel }, wish) {
  return channel !== null && channel !== wish.channel;
}

function summarize(findings, id) {
  const own = findings.filter(({ notification }) => notification === id);
  const counts = ORDER.map((severity) => [severity, own.filter((finding) => finding.severity === severity).length]);
  const words = { error: "error", warning: "warning", info: "hint" };
  return counts.filter(([, number]) => number).map(([severity, number]) => `${number} ${words[severity]}${number === 1 ? "" : "s"}`).join(", ");
}
