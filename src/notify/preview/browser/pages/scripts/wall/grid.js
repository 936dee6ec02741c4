/** The table of the wall: a row for each channel of a notification, a column for each locale, and the way through them. */

import { h, keep } from "../parts/dom.js";
import { nameCategory } from "../page/list.js";
import { CHANNELS } from "../page/toolbar.js";

/**
 * Makes a table. It is one stop of the Tab key, and arrows lead from link to link in it.
 * @param {function(Object): HTMLElement} makeCell makes the cell of a spot: its `entry`, `channel` and `locale`, as the
 *   catalogue has them; there is a link in it
 * @param {function(Object, Object): HTMLElement} makeName makes the link with the name of a row: its `entry` and
 *   `channel`, and what is to be read in it
 * @returns {Object} `element`, and `arrange` and `narrow`
 */
export function makeGrid(makeCell, makeName) {
  const columns = h("tr");
  const table = h("table.tiles", { role: "grid", "aria-label": "All messages", onkeydown: walk, onfocusin: stay },
    h("thead", { data: { key: "" } }, columns));
  const ids = new WeakMap(); // of notifications, by their rows
  let arranged = "";         // which rows and columns there are
  let stop = null;           // the link that the Tab key leads to

  function fillBody(body, category, locales) {
    keep(body, [null, ...rowsOf(category)], (row) => (row ? JSON.stringify(row) : ""), (row) => {
      if (!row) return h("tr.category", {}, h("th", { scope: "rowgroup" }, h("span", {}, nameCategory(category.name))));
      const line = h("tr", { class: row.channel === "email" ? null : "brief" });
      ids.set(line, row.entry.id);
      return line;
    }, (line, row) => {
      if (!row) line.firstElementChild.colSpan = locales.length + 1;
      else keep(line, [null, ...locales], codeOf, (locale) => (locale ? makeCell({ ...row, locale }) : makeHead(row)));
    });
  }

  function makeHead({ entry, channel, isFirst }) {
    const isPlain = entry.channels.length === 1 && channel === "email";
    const words = [
      h(isFirst ? "span" : "span.unseen", {}, entry.id),
      isPlain ? null : h("span.badge", {}, CHANNELS[channel] ?? channel),
    ];
    const described = isFirst && entry.description ? h("p.description.soft", {}, entry.description) : null;
    return h("th", { scope: "row" }, h("div", {}, makeName({ entry, channel }, words), described));
  }

  // ---- Keys.

  function stay({ target }) {
    if (!target.matches("td a")) return;
    if (stop) stop.tabIndex = -1;
    stop = target;
    stop.tabIndex = 0;
  }

  function walk(event) {
    const cell = event.target.closest("td");
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
    const lines = [...table.querySelectorAll("tbody tr:not([hidden], .category)")];
    const line = lines.indexOf(cell.parentElement);
    const to = {
      ArrowUp: [line - 1, cell.cellIndex],
      ArrowDown: [line + 1, cell.cellIndex],
      ArrowLeft: [line, cell.cellIndex - 1],
      ArrowRight: [line, cell.cellIndex + 1],
      Home: [event.ctrlKey ? 0 : line, 1],
      End: [event.ctrlKey ? lines.length - 1 : line, cell.parentElement.cells.length - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const [row, column] = to;
    if (column > 0) lines[row]?.cells[column]?.querySelector("a").focus();
  }

  return {
    element: table,

    /**
     * Makes the rows and columns that there are to be; those that are there already stay.
     * @param {Object[]} categories of the catalogue
     * @param {Object[]} locales
     * @returns {boolean} whether anything is other than before
     */
    arrange(categories, locales) {
      const wanted = JSON.stringify([categories, locales]);
      if (wanted === arranged) return false;
      arranged = wanted;
      keep(columns, [null, ...locales], codeOf, makeColumn);
      keep(table, [null, ...categories], (category) => (category ? `of ${category.name}` : ""), () => h("tbody"), (body, category) => {
        if (category) fillBody(body, category, locales);
      });
      return true;
    },

    /**
     * Hides the rows that are not looked for, and marks those of the current notification.
     * @param {Set<string>} visible ids of notifications
     * @param {string} current the id of one
     */
    narrow(visible, current) {
      for (const body of table.tBodies) {
        const [title, ...lines] = body.rows;
        for (const line of lines) {
          line.hidden = !visible.has(ids.get(line));
          if (ids.get(line) === current) line.setAttribute("aria-current", "true");
          else line.removeAttribute("aria-current");
        }
        title.hidden = lines.every((line) => line.hidden);
      }
      if (stop && table.contains(stop) && !stop.closest("[hidden]")) return;
      stop = table.querySelector("tr:not([hidden]) > td a");
      if (stop) stop.tabIndex = 0;
    },
  };
}

/** The rows of a category: one for each channel of each notification; e-mail first, most others go with one. */
function rowsOf({ notifications }) {
  return notifications.flatMap((entry) =>
    [...entry.channels].sort((one, other) => Number(other === "email") - Number(one === "email"))
      .map((channel, place) => ({ entry, channel, isFirst: place === 0 })));
}

function makeColumn(locale) {
  if (!locale) return h("th", { scope: "col" }, h("span.unseen", {}, "Notification"));
  return h("th", { scope: "col" }, h("bdi", { lang: locale.code }, locale.name), h("span.soft.mono", {}, locale.code));
}

function codeOf(locale) {
  return locale?.code ?? "";
}
