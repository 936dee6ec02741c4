/** Points at the elements of the message that come from a line of the workspace. */

import { post } from "./api.js";

/** What a finding of a family is about, where its line has several elements. */
const ABOUT = { IMG: "img, [background]", LNK: "a[href]" };

/**
 * Makes a pointer.
 * @param {Object} app whose `mark` marks elements of the message that is shown, if there is such a thing
 * @returns {{at: function(Object, string=): void, leave: function(): void}} `at` takes a place of the server, and the
 *   family of the rule that speaks of it, if one does; `leave` takes the marks away
 */
export function makePointer(app) {
  let message = null;  // the one that was traced
  let traced = null;   // a promise of how
  let turn = 0;

  function trace() {
    if (message !== app.state.message) {
      message = app.state.message;
      const { wish } = app.state;
      traced = post("marks", {
        notification: wish.id, channel: wish.channel, locale: wish.locale, sample: wish.sample, assignments: wish.set,
      }).then((answer) => read(answer, message), () => null);
    }
    return traced;
  }

  return {
    async at(place, family = "") {
      const mine = ++turn;
      if (!app.state.message?.html || !place?.line) return;
      const page = await trace();
      if (mine === turn && page) app.mark?.(page.find(place, family));
    },
    leave() {
      turn += 1;
      app.mark?.(null);
    },
  };
}

/** The traced page: what comes from each line, as places of elements in the message's own page. */
function read({ html, origins }, message) {
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const page = parse(html);
  const own = parse(message.html);
  const elements = new Map();
  for (const element of page.querySelectorAll('[data-notify-mark], [class*="notify-mark-"]')) {
    const names = [element.dataset.notifyMark, ...[...element.classList].map((name) => name.match(/^notify-mark-(\d+)$/)?.[1])];
    for (const name of names.filter(Boolean)) if (!elements.has(name)) elements.set(name, element);
  }
  return {
    find({ file, line }, family) {
      const { tags = [], words = [], through = [], rules = [] } = origins[file]?.[line] ?? {};
      const those = (numbers) => numbers.map((number) => elements.get(String(number))).filter(Boolean);
      const about = ABOUT[family] && [...tags, ...words, ...through].length ? meant(those([...tags, ...words, ...through]), ABOUT[family]) : [];
      const styled = rules.flatMap((rule) => select(own, rule));
      const found = [about, innermost(those(tags)), outermost(those(words)), outermost(those(through)), styled].find((each) => each.length);
      return (found ?? []).map(pathTo);
    },
  };
}

/** Among elements and what is in them, those that a finding means. */
function meant(elements, selector) {
  const within = elements.flatMap((element) => [element, ...element.querySelectorAll(selector)]);
  return [...new Set(within.map((element) => element.closest(selector)).filter(Boolean))];
}

function innermost(elements) {
  return elements.filter((element) => !elements.some((other) => other !== element && element.contains(other)));
}

function outermost(elements) {
  return elements.filter((element) => !elements.some((other) => other !== element && other.contains(element)));
}

function select(page, rule) {
  try {
    // What is pointed at or visited is an element like others.
    return [...page.body.querySelectorAll(rule.replace(/::?[\w-]+(\([^)]*\))?/g, ""))];
  } catch {
    return [];
  }
}

/** The numbers of child elements on the way from the root of the page. */
function pathTo(element) {
  const path = [];
  for (let here = element; here.parentElement; here = here.parentElement) {
    path.unshift([...here.parentElement.children].indexOf(here));
  }
  return path;
}
