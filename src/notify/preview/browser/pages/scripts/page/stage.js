/** The middle of the page: one message, the wall of all, or a comparison; and what stands there where there is none. */

import { h } from "../parts/dom.js";
import { makeMessageView } from "../message/message.js";
import { makeNothing } from "./nothing.js";
import { makeWall } from "../wall/wall.js";
import { makeComparison } from "../wall/compare.js";

/** What screen readers call views in which no message stands alone. */
const TITLES = { wall: "Every message in every language", compare: "A message side by side" };

export function makeStage(app) {
  const stage = document.getElementById("stage");
  const views = { message: makeMessageView(app), wall: makeWall(app), compare: makeComparison(app) };
  const nothing = makeNothing(app);
  let shown = null;
  return {
    show(state) {
      const there = state.wish.view === "wall" ? state.catalogue?.categories.length : state.entry;
      const view = there ? views[state.wish.view] : nothing;
      if (view !== shown) {
        // A view that goes may keep nothing busy; it is shown anew when it comes back.
        shown?.leave?.();
        const title = there && TITLES[state.wish.view];
        stage.replaceChildren(...(title ? [h("h1.unseen", {}, title)] : []), view.element);
        shown = view;
      }
      view.show(state);
    },
  };
}
