/** Makes one tree of a document like another, changing no more than has to be. */

/**
 * Makes a node like another one of the same kind: what is the same stays, and with it images that are loaded, what is
 * selected, and how far it is scrolled.
 * @param {Node} node in a document that is shown; becomes what `wanted` is
 * @param {Node} wanted of another document, which may lose its nodes to this one
 */
export function patch(node, wanted) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== wanted.data) node.data = wanted.data;
    return;
  }
  patchAttributes(node, wanted);
  let child = node.firstChild;
  for (const each of [...wanted.childNodes]) {
    if (child && isLike(child, each)) {
      patch(child, each);
      child = child.nextSibling;
    } else if (child) {
      const next = child.nextSibling;
      node.replaceChild(node.ownerDocument.adoptNode(each), child);
      child = next;
    } else node.append(node.ownerDocument.adoptNode(each));
  }
  while (child) {
    const next = child.nextSibling;
    child.remove();
    child = next;
  }
}

function patchAttributes(element, wanted) {
  for (const attribute of [...element.attributes]) {
    if (!wanted.hasAttribute(attribute.name)) element.removeAttributeNode(attribute);
  }
  for (const attribute of [...wanted.attributes]) {
    // Moved and not set: a parser gives attributes names that nobody else may.
    if (element.getAttribute(attribute.name) !== attribute.value) {
      element.setAttributeNode(wanted.removeAttributeNode(attribute));
    }
  }
}

function isLike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.namespaceURI === other.namespaceURI;
}
