/** Points at the elements of the message that come from a line of the workspace. */

import { post } from "../api.js";

/** What the findings of a family are about, where a line has several elements. */
const ABOUT = { IMG: "img, [background]", LNK: "a[href]" };
/** Elements of the traced page, and those of them that MJML made. */
const MARKED = '[data-notify-mark], [class*="notify-mark-"]';
const MJML = '[class*="notify-mark-"]';

/**
 * Makes a pointer.
 * @param {Object} app whose `mark` marks elements of the message that is shown, if there is such a thing
 * @returns {{at: function(HTMLElement, Object, Object=), leave: function(), renew: function()}} `at` takes what of the
 *   page points, a place of the server, and the finding that is there, if one is; `leave` takes the marks away; `renew`
 *   points again when there is another message, if what points still has the focus or the mouse
 */
export function makePointer(app) {
  let message = null;  // the one that was traced
  let traced = null;   // a promise of how
  let pointing = null;
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

  async function at(item, place, finding = null) {
    const mine = ++turn;
    pointing = { item, place, finding };
    if (!app.state.message?.html || !place?.line) return;
    const page = await trace();
    if (mine === turn) app.mark?.(page ? page.find(place, finding) : null);
  }

  function leave() {
    turn += 1;
    pointing = null;
    app.mark?.(null);
  }

  return {
    at,
    leave,
    renew() {
      if (!pointing || message === app.state.message) return;
      const { item, place, finding } = pointing;
      if (item.isConnected && item.matches(":hover, :focus-within")) at(item, place, finding);
      else leave();
    },
  };
}

/** The traced page: what comes from each line, as places of elements in the message's own page. */
function read({ html, origins }, message) {
  const page = parse(html);
  const own = parse(message.html);
  const elements = new Map();
  for (const element of page.querySelectorAll(MARKED)) {
    const classes = [...element.classList].map((name) => name.match(/^notify-mark-(\d+)$/)?.[1]);
    for (const name of [element.dataset.notifyMark, ...classes]) {
      if (name && !elements.has(name)) elements.set(name, element);
    }
  }
  const those = (numbers) => numbers.map((number) => elements.get(String(number))).filter(Boolean);
  return {
    find({ file, line }, finding) {
      const found = origins[file]?.[line];
      if (!found) return [];
      const [tags, words, through] = [found.tags, found.words, found.through].map(those);
      const all = [...tags, ...words, ...through];
      const styled = found.rules.flatMap((rule) => select(own, rule));
      const says = speaker(finding);
      const wide = [innermost(tags.filter((element) => element.matches(MJML))), innermost(tags)];
      const groups = [
        prefer(meant([...tags, ...through], words, ABOUT[finding?.code.slice(0, 3)]), says),
        innermost(all.filter(says)),
        // A text of the copy is all of it, and a line of a template what it makes.
        ...(file.includes("/copy/") ? [outermost(words), ...wide] : [...wide, outermost(words)]),
        outermost(through),
        prefer(styled, says),
      ];
      return (groups.find((group) => group.length) ?? []).map(pathTo);
    },
  };
}

/** A page to look for elements in: nobody sees it, and its styles, which this page may not have, are something else. */
function parse(html) {
  const plain = html
    .replace(/\sstyle=/gi, " data-style=")
    .replace(/<style\b/gi, '<script type="text/plain"')
    .replace(/<\/style\b/gi, "</script");
  return new DOMParser().parseFromString(plain, "text/html");
}

/** Says of an element whether it has the words that a finding quotes: “Choose a new…”. */
function speaker(finding) {
  const quoted = finding?.message.match(/“([^”]+?)…?”/)?.[1];
  return (element) => quoted !== undefined && element.textContent.replace(/\s+/g, " ").includes(quoted);
}

/** Those that are so, or all where none is. */
function prefer(elements, so) {
  const some = elements.filter(so);
  return some.length ? some : elements;
}

/** Those that match: among elements, in them and around them, and around words. */
function meant(elements, words, selector) {
  if (!selector) return [];
  const within = elements.flatMap((element) => [element, ...element.querySelectorAll(selector)]);
  return [...new Set([...within, ...words].map((element) => element.closest(selector)).filter(Boolean))];
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
