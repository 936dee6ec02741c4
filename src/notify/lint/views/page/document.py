"""HTML as a tree, and its texts."""

from collections.abc import Iterator

from lxml.etree import HTMLParser, fromstring, iterwalk
from lxml.etree import _Element as Element


def read_document(html: str) -> Element:
    """A document, however it is written and however long it is, as a tree."""
    # The elements of lxml.html can do more, and it takes Python to make each.
    return fromstring(html, HTMLParser(huge_tree=True))


def read_texts(root: Element) -> Iterator[tuple[Element, str]]:
    """All texts of a document in order, each with the element that it is directly in."""
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and element.text:
            yield element, element.text
        elif event != "start" and element.tail and element is not root:
            yield element.getparent(), element.tail
