/** What the linter found: in the message that is shown, elsewhere in its notification, and in what all share. */

import { fill, h, keep } from "../../parts/dom.js";
import { say, showExcerpt, showPlace } from "../../parts/mistakes.js";
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
  const state = h("p.soft.state");
  const trouble = h("div.notice.error", { hidden: true });
  const groups = Object.entries(GROUPS).map(([name, words]) => {
    const list = h("ul.findings", { "aria-labelledby": `findings-${name}` });
    return { name, list, element: h("section", { hidden: true }, h("h3", { id: `findings-${name}` }, words), list) };
  });
  const empty = h("p.empty", { hidden: true });
  const element = h("div.padded.stack", {}, state, trouble, groups.map((group) => group.element), empty);

  function make({ code }) {
    const manual = makeManual(code);
    const ignore = makeIgnore(() => item.finding);
    const point = () => pointer.at(item, item.finding.place, item.finding);
    const item = h("li.finding", {
      onpointerenter: point, onfocusin: point, onpointerleave: () => pointer.leave(), onfocusout: () => pointer.leave(),
    },
    h("div.said"),
    h("p.soft.where"),
    h("div.row.actions", {}, manual.button, ignore.button),
    manual.element,
    ignore.element);
    return item;
  }

  /** What changes with a save: a line that moves is the same finding. What has the focus or is open stays. */
  function show(item, finding) {
    const [said, where] = item.children;
    item.finding = finding;
    renew(said, finding, () => describe(finding));
    const { wish } = app.state;
    renew(where, [finding.locales, finding.worst, wish.locale, wish.sample, wish.channel], () => locate(item, finding));
  }

  /** Where a finding is, and how to get there. */
  function locate(item, { notification, channel, locales, worst }) {
    const { wish } = app.state;
    const elsewhere = channel !== null && channel !== wish.channel;
    const words = [locales.length ? `in ${locales.join(", ")}` : "", elsewhere ? `by ${channel}` : ""].filter(Boolean);
    const away = worst && notification && (worst.locale !== wish.locale || worst.sample !== wish.sample || elsewhere);
    function go() {
      app.change({ locale: worst.locale, sample: worst.sample, channel: channel ?? wish.channel, set: {} });
      // It stands in another group now.
      element.querySelector(`[data-key="${item.dataset.key}"]`)?.querySelector("a, button").focus();
    }
    return [words.join(", "), worst?.value ? ` · worst: ${worst.value}` : null,
      away ? h("button.button", { type: "button", onclick: go }, `Show ${worst.locale}, ${worst.sample}`) : null];
  }

  return {
    element,
    show({ findings, wish, faults, number }) {
      const sorted = sort(findings.findings, wish);
      const some = sorted.here.length + sorted.elsewhere.length + sorted.shared.length > 0;
      const isWorking = findings.state === "working";
      // What was saved since then may have mended them.
      const isOld = (isWorking || findings.number < number) && findings.ahead !== wish.id;
      element.classList.toggle("old", isOld);
      state.textContent = isWorking
        ? `Checking …${some && isOld ? " These findings are from before." : ""}`
        : summarize(findings.findings, wish.id);
      trouble.hidden = isWorking || !findings.trouble;
      const before = some ? "These findings are from before. " : "This could not be checked. ";
      const extent = isOld ? before : "This is not all. ";
      fill(trouble, h("strong", {}, extent), say(findings.trouble ?? ""));
      for (const { name, list, element: section } of groups) {
        section.hidden = sorted[name].length === 0;
        const drawn = (item, [, finding]) => show(item, finding);
        keep(list, numbered(sorted[name]), ([key]) => key, ([, finding]) => make(finding), drawn);
      }
      empty.hidden = some || isWorking || isOld || Boolean(findings.trouble);
      fill(empty, h("strong", {}, "Nothing found"), faults.length
        ? "What keeps this message from being rendered is said above it."
        : "The linter has looked at every language and every sample of this notification.");
    },
  };
}

/** Fills an element anew if what it is made from is not what it was. */
function renew(element, from, make) {
  const written = JSON.stringify(from);
  if (element.dataset.from === written) return;
  element.dataset.from = written;
  fill(element, make());
}

function describe({ code, name, severity, message, help, place }) {
  return [
    h("div.row", {},
      h(`span.badge.${severity}`, {}, h(`span.dot.${severity}`), SEVERITIES[severity]),
      h("span.soft.name", {}, h("span.mono", {}, code), ` ${name}`)),
    h("p", {}, say(message)),
    h("p.soft", {}, say(help)),
    showPlace(place),
    showExcerpt(place),
  ];
}

/** Findings, each with what it is known by: the same ones of several languages are told apart by their order. */
function numbered(findings) {
  const seen = new Map();
  return findings.map((finding) => {
    const number = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, number);
    return [`${finding.fingerprint} ${number}`, finding];
  });
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
  const names = { error: "error", warning: "warning", info: "hint" };
  const counts = ORDER.map((severity) => {
    const number = own.filter((finding) => finding.severity === severity).length;
    return number ? `${number} ${names[severity]}${number === 1 ? "" : "s"}` : "";
  });
  return counts.filter(Boolean).join(", ");
}
