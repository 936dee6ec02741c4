/**
 * The page: what is asked for stands in the address, what there is comes from the server, and each part of the page is
 * shown anew whenever one of both changes.
 */

import { readAddress, writeAddress } from "./address.js";
import { get, listen, post } from "./api.js";
import { announce } from "./dom.js";
import { makeBar } from "./bar.js";
import { makeSidebar } from "./sidebar.js";
import { makeStage } from "./stage.js";
import { makeInspector } from "./inspector.js";
import { listenToKeys } from "./keys.js";

/**
 * What is known, for every part to show:
 * `wish` the parts of the address, completed by what is usual for the notification; `catalogue` (null while there is
 * none), `root` the workspace's name, `mistakes` those of the catalogue; `entry` the notification's, null where there is
 * none; `message` as the server last described it, `faults` why it cannot be rendered as it is now, `stale` whether it is
 * older than what was saved last; `findings` by the linter; `connected` whether the server is there; `number` counts the
 * readings of the workspace; `trouble` what the server refused, in words.
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
  findings: { state: "working", findings: [] },
  connected: true,
  trouble: null,
};

/** What the parts of the page can do. `change` changes what is asked for, by parts of the address. */
export const app = { state, change };

const parts = [makeBar(app), makeSidebar(app), makeStage(app), makeInspector(app)];

function show() {
  document.body.dataset.view = state.wish.view;
  document.title = state.wish.id && state.wish.view === "message" ? `${state.wish.id} · notify` : "notify";
  for (const part of parts) part.show(state);
}

/** Changes parts of the address, and shows what is asked for then; with `replaces`, the way back skips what was. */
async function change(wished, { replaces = false } = {}) {
  Object.assign(state.wish, wished);
  complete();
  writeAddress(state.wish, replaces);
  show();
  await renew();
}

/** Chooses what is not asked for, or is not there: the first notification, its first channel, the default locale. */
function complete() {
  const { wish, catalogue } = state;
  if (!catalogue) return;
  const entries = catalogue.categories.flatMap((category) => category.notifications);
  state.entry = entries.find((entry) => entry.id === wish.id) ?? (wish.id ? null : (entries[0] ?? null));
  if (!state.entry) return;
  wish.id = state.entry.id;
  if (!state.entry.channels.includes(wish.channel)) {
    wish.channel = state.entry.channels.includes("email") ? "email" : state.entry.channels[0];
  }
  if (!state.entry.samples.includes(wish.sample)) wish.sample = state.entry.samples[0];
  if (!wish.locale) wish.locale = catalogue.default_locale;
}

let asking = 0;

/** Asks for the message as it is now. An answer that comes after a newer question is not for anybody any more. */
async function renew() {
  const { wish } = state;
  if (wish.view !== "message" || !state.entry) return;
  const question = ++asking;
  try {
    const answer = await post("message", {
      notification: wish.id, channel: wish.channel, locale: wish.locale, sample: wish.sample, assignments: wish.set,
    });
    if (question !== asking) return;
    Object.assign(state, {
      message: answer.message, faults: answer.mistakes, stale: answer.mistakes.length > 0, trouble: null,
    });
    if (answer.mistakes.length) announce(`This message cannot be rendered: ${answer.mistakes[0].message}`);
  } catch (error) {
    if (question !== asking) return;
    state.trouble = error.message;
  }
  show();
}

async function reread() {
  try {
    const answer = await get("catalogue");
    Object.assign(state, { root: answer.root, mistakes: answer.mistakes, number: answer.number, trouble: null });
    // While the catalogue cannot be read, the list stays as it was.
    state.catalogue = answer.catalogue ?? state.catalogue;
  } catch (error) {
    state.trouble = error.message;
  }
  complete();
  writeAddress(state.wish, true);
  show();
}

async function saved({ number }) {
  if (number <= state.number) return;
  // Both at once: what somebody looks at is not to wait for the list.
  await Promise.all([reread(), renew()]);
}

window.addEventListener("popstate", () => {
  state.wish = readAddress();
  complete();
  show();
  renew();
});

listenToKeys(app);
show();
await reread();
await renew();
listen(
  {
    saved,
    findings: async ({ number }) => {
      state.findings = await get("findings", { number });
      show();
    },
  },
  (connected) => {
    if (connected === state.connected) return;
    state.connected = connected;
    show();
    if (connected) saved({ number: Infinity });
  },
);
