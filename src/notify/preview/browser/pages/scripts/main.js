/**
 * The page: what is asked for stands in the address, what there is comes from the server, and each part of the page is
 * shown anew whenever one of both changes.
 */

import { readAddress, writeAddress } from "./address.js";
import { get, listen, post } from "./api.js";
import { announce } from "./parts/dom.js";
import { makeBar } from "./page/bar.js";
import { makeHelp } from "./page/help.js";
import { makeInspector } from "./inspector/inspector.js";
import { listenToKeys } from "./page/keys.js";
import { allNotifications } from "./page/list.js";
import { makeNotices } from "./page/notices.js";
import { makeSidebar } from "./page/sidebar.js";
import { makeStage } from "./page/stage.js";

/**
 * What is known, for every part to show:
 * `wish` the parts of the address, completed by what is usual for the notification; `catalogue` (null while there is
 * none), `root` the workspace's name, `mistakes` those of the catalogue; `entry` the notification's, null where there is
 * none; `message` as the server last described it, `faults` why it cannot be rendered as it is now, `stale` whether it is
 * older than what was saved last, `waiting` whether an answer about it is on its way; `findings` by the linter;
 * `connected` whether the server is there, `unwatched` why it does not notice what is saved; `number` counts the readings
 * of the workspace; `trouble` what the server refused, in words; `notes` what the address asked for that is not there.
 */
const state = {
  wish: readAddress(),
  number: 0,
  root: "",
  catalogue: null,
  mistakes: [],
  entry: null,
  message: null,
  faults: [],
  stale: false,
  waiting: false,
  findings: { state: "working", findings: [] },
  connected: true,
  unwatched: [],
  trouble: null,
  notes: [],
};

/** What the parts of the page can do. `change` changes what is asked for, by parts of the address. */
export const app = { state, change, show, help: makeHelp().open };

const parts = [makeBar(app), makeSidebar(app), makeStage(app), makeInspector(app), makeNotices(app)];

function show() {
  const { wish, catalogue, mistakes, entry, faults } = state;
  // While it is not known yet, the page is laid out for what is asked for.
  const nowhere = !entry && (catalogue || mistakes.length) && wish.view !== "wall";
  document.body.dataset.view = nowhere ? "nothing" : wish.view;
  document.body.dataset.panel = wish.panel;
  const isBroken = faults.length && (nowhere || wish.view === "message");
  document.title = [isBroken ? "✗" : "", wish.view === "wall" ? "Wall" : wish.id].filter(Boolean).join(" ") + " · notify";
  for (const part of parts) {
    try {
      part.show(state);
    } catch (error) {
      // The others are shown all the same.
      reportError(error);
    }
  }
}

/** Changes parts of the address, and shows what is asked for then; with `replaces`, the way back skips what was. */
async function change(wished, { replaces = false } = {}) {
  Object.assign(state.wish, wished);
  // Whatever names values have, there are no others.
  if (wished.set) state.wish.set = Object.assign(Object.create(null), wished.set);
  state.notes = [];
  complete();
  writeAddress(state.wish, replaces);
  show();
  await renew();
}

/**
 * Chooses what is not asked for, or is not there: the first notification, its first channel, the default locale.
 * Returns what was asked for that is not there, in words.
 */
function complete() {
  const { wish, catalogue } = state;
  const missing = [];
  if (!catalogue) return missing;
  const entries = allNotifications(state);
  // A notification that a mistake takes out of the catalogue is still looked at, as it was before.
  const before = state.mistakes.length && state.entry?.id === wish.id ? state.entry : null;
  state.entry = entries.find((entry) => entry.id === wish.id) ?? (wish.id ? before : (entries[0] ?? null));
  if (!wish.locale) wish.locale = catalogue.default_locale;
  if (!state.entry) return missing;
  const { id, channels, samples } = state.entry;
  wish.id = id;
  if (!channels.includes(wish.channel)) {
    const channel = channels.includes("email") ? "email" : channels[0];
    if (wish.channel) missing.push(`${id} has no channel ${wish.channel}; this is ${channel}.`);
    wish.channel = channel;
  }
  if (!samples.includes(wish.sample)) {
    if (wish.sample) missing.push(`${id} has no sample ${wish.sample}; this is ${samples[0]}.`);
    wish.sample = samples[0];
  }
  return missing;
}

/** What the message shown, or on its way, was asked for with; and how many times one was asked for. */
let asked = null;
let count = 0;
/** Of which reading of the workspace it is. */
let reading = 0;

/** The last message of each notification that was looked at lately: while the server is away, there are no others. */
const seen = new Map();
const REMEMBERED = 20;

function remember(message) {
  seen.delete(message.notification);
  seen.set(message.notification, message);
  if (seen.size > REMEMBERED) seen.delete(seen.keys().next().value);
}

/** What is to be asked for now, null where no message is shown or it is not known yet which. */
function question() {
  const { wish, catalogue, entry } = state;
  const known = catalogue || (wish.channel && wish.locale && wish.sample);
  // Of a notification that is not there, the server knows which one may be meant.
  const isMissing = wish.view === "compare" && catalogue && !entry;
  if (!(wish.view === "message" || isMissing) || !wish.id || !known) return null;
  return { notification: wish.id, channel: wish.channel, locale: wish.locale, sample: wish.sample, assignments: wish.set };
}

/** Asks for the message, unless that was asked for. An answer that comes after a newer question is for nobody any more. */
async function renew() {
  const wanted = question();
  const written = JSON.stringify(wanted);
  if (!wanted || written === asked) return;
  asked = written;
  state.waiting = true;
  document.body.dataset.waiting = state.message?.notification === wanted.notification ? "" : "another";
  const number = ++count;
  try {
    const { message, mistakes, number: made } = await post("message", wanted);
    if (number !== count) return;
    reading = made;
    if (message) remember(message);
    Object.assign(state, { message, faults: mistakes, stale: mistakes.length > 0, trouble: null });
    if (mistakes.length) announce(`This message cannot be rendered: ${mistakes[0].message}`);
  } catch (error) {
    if (number !== count) return;
    // It is asked for again, and what belongs to another message does not stand in its place.
    asked = null;
    if (state.message?.notification !== wanted.notification) {
      Object.assign(state, { message: seen.get(wanted.notification) ?? null, faults: [] });
    }
    Object.assign(state, { trouble: error.message, stale: true });
  }
  state.waiting = false;
  delete document.body.dataset.waiting;
  show();
}

/** Reads the catalogue. Returns what the address asks for that is not in it, in words. */
async function reread() {
  let missing = [];
  try {
    const answer = await get("catalogue");
    if (answer.number < state.number) return missing;
    Object.assign(state, { root: answer.root, mistakes: answer.mistakes, number: answer.number, trouble: null });
    // While the catalogue cannot be read, the list stays as it was.
    state.catalogue = answer.catalogue ?? state.catalogue;
    missing = complete();
    writeAddress(state.wish, true);
  } catch (error) {
    state.trouble = error.message;
  }
  show();
  return missing;
}

/** Asks for everything anew. Both at once, and the message first: what somebody looks at is not to wait for the list. */
async function refresh() {
  asked = null;
  const [, missing] = await Promise.all([renew(), reread()]);
  if (missing.length) {
    state.notes = missing;
    show();
  }
  // Something may have been saved between both, of which nobody tells any more.
  if (reading < state.number) asked = null;
  // The list may have another channel or sample than the one that was asked for.
  await renew();
}

let checks = 0;

async function takeFindings({ number, state: now }) {
  const check = ++checks;
  if (now === "working" && state.findings.number) {
    // Those that are known count until there are others.
    state.findings = { ...state.findings, state: now, ahead: null };
    show();
    return;
  }
  try {
    const findings = await get("findings", { number });
    if (check !== checks) return;
    state.findings = findings;
    show();
  } catch {
    // Those that are known stay; there are others with the next save, or when the server is there again.
  }
}

window.addEventListener("popstate", () => {
  state.wish = readAddress();
  state.notes = complete();
  writeAddress(state.wish, true);
  show();
  renew();
});

listenToKeys(app);
show();
await refresh();

let heard = false;

listen(
  {
    saved: ({ number }) => number > state.number && refresh(),
    findings: takeFindings,
    unwatched: ({ mistakes }) => {
      state.unwatched = mistakes;
      refresh();
    },
  },
  (connected) => {
    const again = connected && heard;
    heard ||= connected;
    state.connected = connected;
    // A server that was started again counts from one, and something may have been saved before it was.
    if (again) Object.assign(state, { number: 0, unwatched: [] });
    show();
    if (again) refresh();
  },
);
