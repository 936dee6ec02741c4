/** Pictures beside a template: they have the same name after they were saved again, and browsers keep them. */

/** What the server said of each picture last, by its address, and whether it has said something else before. */
const known = new Map();

/**
 * Names the pictures of a message such that those which were saved again are loaded again.
 * @param {Document} page the message before it is shown; it is changed
 * @param {string} folder the address that its pictures are named from
 */
export function renamePictures(page, folder) {
  for (const image of page.querySelectorAll("img[src]")) {
    const { stamp, changed } = known.get(plainAddress(image.getAttribute("src"), folder)) ?? {};
    if (changed) image.setAttribute("src", `${image.getAttribute("src")}?${encodeURIComponent(stamp)}`);
  }
}

/**
 * Asks whether pictures of a message are others than before.
 * @param {Document} page the message as it is shown
 * @param {string} folder the address that its pictures are named from
 * @returns {Promise<boolean>} whether one is, so that it has to be shown anew
 */
export async function checkPictures(page, folder) {
  const named = [...page.images].map((image) => plainAddress(image.getAttribute("src") ?? "", folder));
  const answers = await Promise.all([...new Set(named)].filter(Boolean).map(checkPicture));
  return answers.some(Boolean);
}

async function checkPicture(address) {
  let stamp = "none";
  try {
    stamp = (await fetch(address, { method: "HEAD" })).headers.get("etag") ?? stamp;
  } catch {
    // The page says by itself that the server is gone.
    return false;
  }
  const before = known.get(address);
  const isOther = before !== undefined && before.stamp !== stamp;
  if (isOther || !before) known.set(address, { stamp, changed: isOther });
  return isOther;
}

/** The address of a picture without what it was renamed by; null where it is not beside the template. */
function plainAddress(source, folder) {
  if (!source || /^([a-z][\w+.-]*:|\/\/|#)/i.test(source)) return null;
  const address = new URL(source, new URL(folder, location.href));
  return address.origin + address.pathname;
}
