/** The middle of the page: one message, the wall of all, or a comparison. */

import { makeMessageView } from "./message.js";
import { makeWall } from "./wall.js";
import { makeComparison } from "./compare.js";

export function makeStage(app) {
  const stage = document.getElementById("stage");
  const views = { message: makeMessageView(app), wall: makeWall(app), compare: makeComparison(app) };
  let shown = null;
  return {
    show(state) {
      const view = views[state.wish.view] ?? views.message;
      if (view !== shown) {
        // A view that goes may keep nothing busy; it is shown anew when it comes back.
        shown?.leave?.();
        stage.replaceChildren(view.element);
        shown = view;
      }
      view.show(state);
    },
  };
}
