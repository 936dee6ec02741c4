/** What can be done about a finding: read why its rule is there, or let it pass, with a reason. */

import { get } from "../api.js";
import { makeCopyButton } from "../parts/code.js";
import { fill, h } from "../parts/dom.js";
import { say, showPlace } from "../parts/mistakes.js";

let count = 0;

/**
 * The manual of a rule, read when it is opened.
 * @param {string} code of the rule
 * @returns {{button: HTMLElement, element: HTMLElement}}
 */
export function makeManual(code) {
  return makeFold("Why", async (element) => {
    const rule = await get("rule", { code });
    fill(element, h("p", {}, say(rule.summary)), h("p", {}, h("strong", {}, "Why. "), say(rule.why)),
      h("p", {}, h("strong", {}, "What to do. "), say(rule.cure)),
      h("p.soft", {}, "In a terminal: ", h("code", {}, `notify rules ${code}`)));
  });
}

/**
 * What lets a finding pass: YAML for the catalogue, with the reason that somebody gives.
 * @param {function(): Object} read says which finding
 * @returns {{button: HTMLElement, element: HTMLElement}}
 */
export function makeIgnore(read) {
  return makeFold("Ignore", async (element) => {
    const { code, notification } = read();
    const id = `ignore-${++count}`;
    const reason = h("input.input", { id, placeholder: "Why this is fine here", autocomplete: "off", oninput: write });
    const written = h("pre.code", { tabindex: "0", role: "region", "aria-label": "What to write" });
    function write() {
      written.textContent = notification === null
        ? `lint:\n  ignore: [${code}]`
        : `lint:\n  ignore:\n    - {code: ${code}, reason: ${JSON.stringify(reason.value || "…")}}`;
    }
    write();
    const copy = makeCopyButton(() => written.textContent, "Copy");
    if (notification === null) {
      fill(element, h("p", {}, "This goes to the top of ", h("code", {}, "notifications.yaml"),
        ", and lets the rule pass for every notification."), written, copy);
      return;
    }
    const place = h("span", {}, h("code", {}, "notifications.yaml"));
    fill(element, h("div.field", {}, h("label", { for: id }, "Reason"), reason), written,
      h("p.row", {}, copy, h("span", {}, `into the entry of ${notification}: `, place)));
    const { files } = await get("source", { notification, locale: "", sample: "" });
    fill(place, showPlace(files[0].place));
  });
}

/** A button that opens and closes something, which `open` fills when it is opened for the first time. */
function makeFold(words, open) {
  const id = `fold-${++count}`;
  const element = h("div.fold.stack", { id, hidden: true });
  let filled = false;
  const button = h("button.button.quiet", {
    type: "button", "aria-expanded": "false", "aria-controls": id,
    onclick: async () => {
      element.hidden = !element.hidden;
      button.setAttribute("aria-expanded", String(!element.hidden));
      if (filled || element.hidden) return;
      filled = true;
      try {
        await open(element);
      } catch (error) {
        filled = false;
        fill(element, h("p.notice.error", {}, error.message));
      }
    },
  }, words);
  return { button, element };
}
