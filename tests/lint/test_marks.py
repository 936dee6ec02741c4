"""Which text of a page is which of the MJML: told by their order, and by nothing where that says too little."""

from collections.abc import Sequence

import pytest
from lxml.html import tostring

from notify.lint.views.page.document import read_document, read_texts
from notify.lint.views.page.marks import mark_texts


def marked(html: str, texts: Sequence[str]) -> list[str] | None:
    root = read_document(html)
    before = tostring(root)
    if not mark_texts(root, texts, lambda number: f"[{number}]"):
        assert tostring(root) == before
        return None
    return [words for _, words in read_texts(root) if words.strip()]


def test_the_last_texts_of_a_page_are_those_of_the_mjml() -> None:
    html = "<title>Hi</title><div>Hi</div><p> Hi\n<b>R&amp;D</b>&nbsp;<i>Hi</i></p>"
    found = marked(html, ["Hi ", "R&amp;D", "&nbsp;", "Hi"])
    assert found == ["Hi", "Hi", "[1] Hi\n", "[2]R&D", "[4]Hi"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>one</p><label>menu</label><p>two</p>", ["one", "two"]),
        ("<p>one</p><p>two</p><p>of the compiler</p>", ["one", "two"]),
        ("<p>one</p><!--[if mso]><p>two</p><![endif]--><p>three</p>", ["one", "two", "three"]),
        ("<p>two</p><p>one</p>", ["one", "two"]),
    ],
)
def test_a_page_that_says_more_or_less_than_the_mjml_stays_as_it_is(html: str, texts: Sequence[str]) -> None:
    assert marked(html, texts) is None
