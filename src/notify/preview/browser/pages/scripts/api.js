/** What the page asks its server. */

const TOKEN = document.querySelector('meta[name="notify-token"]').content;

/** The server cannot be asked, or says that it should not have been. */
export class Refused extends Error {}

/** What the server answers to a question that changes nothing. */
export async function get(path, query = {}) {
  const asked = new URLSearchParams(query);
  return answer(fetch(`/api/${path}${asked.size ? `?${asked}` : ""}`));
}

/** What it answers to one with a body, or that changes something. Raises where `signal` says that nobody waits for it. */
export async function post(path, body, signal = null) {
  const headers = { "content-type": "application/json", "x-notify-token": TOKEN };
  return answer(fetch(`/api/${path}`, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

/**
 * Hears the news: `listeners` by their kind, which are given what is told; `onconnection` is told whether there is one.
 */
export function listen(listeners, onconnection) {
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => onconnection(true));
  source.addEventListener("error", () => onconnection(false));
  for (const [kind, listener] of Object.entries(listeners)) {
    source.addEventListener(kind, (event) => listener(JSON.parse(event.data)));
  }
}

async function answer(asked) {
  let response;
  try {
    response = await asked;
  } catch {
    throw new Refused("The server does not answer. Is `notify preview --browser` still running?");
  }
  const said = await response.json();
  if (!response.ok) throw new Refused(said.error ?? said.mistakes.map((each) => each.message).join(" "));
  return said;
}
