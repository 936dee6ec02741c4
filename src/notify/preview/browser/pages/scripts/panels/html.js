/** The HTML of the message. */

import { makeTextPanel } from "./written.js";

export const makePanel = () => makeTextPanel("HTML", "html");
