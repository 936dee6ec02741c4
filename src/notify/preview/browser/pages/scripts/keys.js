/** What the keys do. */

export function listenToKeys() {}
