/** What can be gone through: the notifications that are listed, and the locales. */

/** How grave findings are, in words, from the worst on. */
export const SEVERITIES = { error: "errors", warning: "warnings", info: "hints" };

/** How a category is called: without the mark of those that the product made up, as people write, and where it is none. */
export function nameCategory(category) {
  if (!category) return "Without a category";
  const words = category.replace(/^custom:/, "").replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** All notifications of the catalogue, in its order. */
export function allNotifications({ catalogue }) {
  return catalogue?.categories.flatMap((category) => category.notifications) ?? [];
}

/** How grave the worst finding of a notification is; undefined where it has none. */
export function worstOf({ findings: { worst = {} } }, id) {
  return Object.hasOwn(worst, id) ? worst[id] : undefined;
}

/** Whether a notification of the catalogue is refused, or has findings that somebody should see to. */
export function fails(state, { id, refused }) {
  return refused || ["error", "warning"].includes(worstOf(state, id));
}

/**
 * The categories with the notifications that are looked for: each word of `find` is in the id, the description or the
 * category, and with `only=failing` there is something wrong.
 * @returns {{name: string, notifications: Object[]}[]} none that is empty
 */
export function listed(state) {
  const words = state.wish.find.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = (entry, category) => {
    const { id, description } = entry;
    const text = `${id} ${description ?? ""} ${nameCategory(category)}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (state.wish.only === "all" || fails(state, entry));
  };
  return (state.catalogue?.categories ?? [])
    .map(({ name, notifications }) => ({ name, notifications: notifications.filter((each) => wanted(each, name)) }))
    .filter(({ notifications }) => notifications.length);
}

/** The locales of the catalogue, and the one that is asked for, where it is none of them. */
export function localesOf({ catalogue, wish }) {
  const locales = catalogue?.locales ?? [];
  if (!wish.locale || locales.some(({ code }) => code === wish.locale)) return locales;
  return [...locales, { code: wish.locale, name: "", direction: "ltr" }];
}

/**
 * The one `step` after the current in a list, or the first if that is not in it; at its ends the same, or with `round`
 * the one at the other end. Undefined in an empty list.
 */
export function after(list, current, step, round = false) {
  const place = list.indexOf(current);
  if (place < 0) return list[0];
  const next = place + step;
  return round ? list.at(next % list.length) : (list[next] ?? current);
}
