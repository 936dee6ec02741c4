/** How the server is started again that this page is from: at the same place, so that the page finds it. */

import { h } from "./dom.js";

/** Says it in a line. */
export function tellRestart() {
  const command = `notify preview --browser --port ${location.port}`;
  return h("p.restart", {}, "Start it again with ", h("code", {}, command), ", and this page goes on by itself.");
}
