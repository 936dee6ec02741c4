/** What a panel asked the server, for as long as it is true: until something is saved, or something else is asked. */

import { get } from "../api.js";

/**
 * Makes a place for an answer.
 * @param {string} path what is asked, as below `/api/`
 * @param {function(Object|null, string|null)} give is given the answer whenever there is a new one; null and no words
 *   while one to another question is on its way, and null and words where the server refused
 * @returns {{ask: function(Object, number)}} `ask` takes the question and the number of the reading of the workspace
 */
export function makeAnswer(path, give) {
  let asked = null;
  let known = null;
  let count = 0;
  return {
    async ask(question, number) {
      const wanted = JSON.stringify(question);
      if (asked === wanted && known === number) return;
      // What was true before something was saved is shown until there is something newer.
      if (asked !== wanted) give(null, null);
      asked = wanted;
      known = number;
      const turn = ++count;
      try {
        const answer = await get(path, question);
        if (turn === count) give(answer, null);
      } catch (error) {
        if (turn !== count) return;
        asked = null;
        give(null, error.message);
      }
    },
  };
}
