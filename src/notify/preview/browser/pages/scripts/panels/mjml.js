/** The MJML that the HTML was made from: what the templates print, with this data. */

import { makeTextPanel } from "./written.js";

export const makePanel = () => makeTextPanel("MJML", "mjml");
