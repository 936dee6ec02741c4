/** What has to be told about the page itself, at its foot, where it moves nothing. */

import { h, keep } from "../parts/dom.js";
import { listMistakes } from "../parts/mistakes.js";
import { tellRestart } from "../parts/restart.js";

/** Shows that the server is gone, that files are not watched, and what was asked for that is not there. */
export function makeNotices() {
  const element = h("div.notices", { role: "status" });
  document.body.append(element);
  const dismissed = new Set();

  function make({ key, tone, title, words }) {
    const dismiss = () => {
      dismissed.add(key);
      element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
    };
    return h(`div.notice.${tone}`, {}, h("div", {}, h("strong", {}, title), h("div", {}, words)),
      h("button.button.quiet", { type: "button", onclick: dismiss }, "Dismiss"));
  }

  return {
    show({ connected, unwatched, notes, wish }) {
      const notices = notes.map((note) => ({ key: `note ${note}`, tone: "info", title: note, words: [] }));
      if (!connected) {
        notices.push({ key: "lost", tone: "error", title: "The preview is not running any more.", words: [
          "What you see may be old.", tellRestart()] });
      }
      if (unwatched.length) {
        notices.push({ key: "unwatched", tone: "warning", title: "Changes are not noticed: load the page again after a save.",
          words: listMistakes(unwatched) });
      }
      if (wish.remote === "on") {
        notices.push({ key: "remote", tone: "warning", title: "Images come from the web.",
          words: "Their servers see that somebody has opened the message." });
      }
      // What was put away and is over is told again when it comes back.
      for (const key of dismissed) if (!notices.some((notice) => notice.key === key)) dismissed.delete(key);
      keep(element, notices.filter(({ key }) => !dismissed.has(key)), ({ key }) => key, make);
    },
  };
}
