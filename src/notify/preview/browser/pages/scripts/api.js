/** What the page asks its server. */

/** Where the token stands, which the server gives to its own page. */
const TOKEN = 'meta[name="notify-token"]';

let token = document.querySelector(TOKEN).content;

/** How long it takes until a server is looked for again that a browser has given up. */
const RETRY = 1000; // milliseconds

/** The server cannot be asked, or says that it should not have been. */
export class Refused extends Error {}

/** What the server answers to a question that changes nothing. */
export async function get(path, query = {}) {
  const asked = new URLSearchParams(query);
  return answer(fetch(`/api/${path}${asked.size ? `?${asked}` : ""}`));
}

/** What it answers to one with a body, or that changes something. Raises where `signal` says that nobody waits for it. */
export async function post(path, body, signal = null) {
  const ask = () => fetch(`/api/${path}`, {
    method: "POST", headers: { "content-type": "application/json", "x-notify-token": token }, body: JSON.stringify(body), signal,
  });
  return answer(ask().then(async (response) => {
    // A server that was started again has another token, which it tells its page only.
    if (response.status !== 403 || !(await renewToken())) return response;
    return ask();
  }));
}

/**
 * Hears the news: `listeners` by their kind, which are given what is told; `onconnection` is told whether there is one.
 * While nobody sees the page it does not listen: browsers have six connections with a server, and not six for each page.
 */
export function listen(listeners, onconnection) {
  let source = null;

  function open() {
    if (document.hidden || (source && source.readyState !== EventSource.CLOSED)) return;
    source = new EventSource("/api/events");
    source.addEventListener("open", () => onconnection(true));
    source.addEventListener("error", ({ target }) => {
      onconnection(false);
      // It tries again by itself, but not where it was refused.
      if (target.readyState === EventSource.CLOSED) setTimeout(open, RETRY);
    });
    for (const [kind, listener] of Object.entries(listeners)) {
      source.addEventListener(kind, (event) => listener(JSON.parse(event.data)));
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? source?.close() : open()));
  open();
}

async function renewToken() {
  const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
  const found = page.querySelector(TOKEN)?.content;
  if (!found || found === token) return false;
  token = found;
  return true;
}

async function answer(asked) {
  let response;
  try {
    response = await asked;
  } catch {
    throw new Refused("The server does not answer.");
  }
  let said;
  try {
    said = await response.json();
  } catch {
    throw new Refused("The server cannot answer: look at what it says where it was started.");
  }
  if (!response.ok) throw new Refused(said.error ?? said.mistakes.map((each) => each.message).join(" "));
  return said;
}
