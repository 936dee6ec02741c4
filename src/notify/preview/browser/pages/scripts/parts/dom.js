/** Elements of the page, made by hand: what somebody wrote is always text, and never markup. */

/**
 * Makes an element.
 * @param {string} what a tag with classes: `button.quiet`
 * @param {Object} [attributes] `on…` are listeners, `data` a map of data attributes; true is an empty attribute, and
 *   null and false are none
 * @param {...(Node|string|null|Array)} children
 * @returns {HTMLElement}
 */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

/** Gives an element these children, and no others. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/**
 * Gives an element a child for each item, in their order. Children that are there stay, and with them whatever has the
 * focus, is open or is scrolled.
 * @param {HTMLElement} element whose children are all made here
 * @param {Array} items
 * @param {function(*): string} key tells items apart
 * @param {function(*): HTMLElement} make a child for an item that had none
 * @param {function(HTMLElement, *)} [show] brings a child up to date, a new one as well
 */
export function keep(element, items, key, make, show = () => {}) {
  const there = new Map([...element.children].map((child) => [child.dataset.key, child]));
  // First, so that what comes after them is not moved: frames are loaded anew wherever they are put.
  const names = new Set(items.map(key));
  for (const [name, child] of there) if (!names.has(name)) child.remove();
  let next = element.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const child = there.get(name) ?? make(item);
    child.dataset.key = name;
    if (child === next) next = next.nextElementSibling;
    else element.insertBefore(child, next);
    show(child, item);
  }
}

/**
 * Scrolls a strip or a list until one of the things in it is seen, and nothing around it: `scrollIntoView` would scroll
 * the page as well.
 * @param {HTMLElement} around what is scrolled
 * @param {HTMLElement} item in it
 * @param {number} [spare] how far from its edges, in pixels
 */
export function reveal(around, item, spare = 0) {
  const [outer, inner] = [around.getBoundingClientRect(), item.getBoundingClientRect()];
  around.scrollLeft += beyond(outer.left, outer.right, inner.left, inner.right, 0);
  around.scrollTop += beyond(outer.top, outer.bottom, inner.top, inner.bottom, spare);
}

function beyond(start, end, from, to, spare) {
  return Math.min(0, from - spare - start) || Math.max(0, to + spare - end);
}

/** Says something to screen readers that is seen by others. */
export function announce(words) {
  document.getElementById("announcer").textContent = words;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
