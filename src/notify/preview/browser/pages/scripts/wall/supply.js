/**
 * Messages for many places at once: a few are asked for at a time, which one is next is decided when there is room for
 * it, and what nobody waits for any more is taken back.
 */

import { post } from "../api.js";

/**
 * Makes a supply.
 * @param {Object} way
 * @param {number} way.most questions at a time; a browser has six connections, and others need some
 * @param {boolean} way.patient whether the server answers everybody else first
 * @param {function(Array): *} [way.choose] which of the places that wait is next; the first that asked, unless told
 * @returns {{want: function(*, Object, function(Object)), drop: function(*), clear: function()}} `want` asks for the
 *   message of a place, in the words of the server's question, instead of what it wanted before; it is given the
 *   answer, or `trouble` in words. `drop` takes it back, `clear` takes all back.
 */
export function makeSupply({ most, patient, choose = ([first]) => first }) {
  const waiting = new Map();
  const asking = new Map();

  async function ask(place) {
    const { question, give } = waiting.get(place);
    const turn = new AbortController();
    waiting.delete(place);
    asking.set(place, turn);
    let answer;
    try {
      answer = await post("message", { ...question, patient }, turn.signal);
    } catch (error) {
      answer = { trouble: error.message };
    }
    if (asking.get(place) !== turn) return;
    asking.delete(place);
    give(answer);
    goOn();
  }

  function goOn() {
    while (asking.size < most && waiting.size) ask(choose([...waiting.keys()]));
  }

  function drop(place) {
    waiting.delete(place);
    asking.get(place)?.abort();
    asking.delete(place);
    // Later, when all who want something at this moment have said so.
    queueMicrotask(goOn);
  }

  return {
    want(place, question, give) {
      drop(place);
      waiting.set(place, { question, give });
    },
    drop,
    clear() {
      waiting.clear();
      for (const place of [...asking.keys()]) drop(place);
    },
  };
}
