"""Which messages have the same structure, so that the linter looks at one of them: told before their MJML is read."""

import pytest

from notify.lint.views.markup.structure import outline_of, structure_of
from notify.render.markup.reading import read_loosely
from notify.render.template.pieces import Slot


@pytest.mark.parametrize(
    ("template", "one", "other", "same"),
    [
        ("<mj-text>{} and <b>{}</b></mj-text>", "Ana", "Bo", True),
        ("<mj-text>{}</mj-text>", "Ana", "· ·", False),
        ('<mj-image src="{}" alt="{}" />', "a.png", "b.png", True),
        ('<mj-button href="https://a.example/{}?x=1">a</mj-button>', "1", "2", True),
        ('<mj-text color="{}">a</mj-text>', "red", "blue", False),
        ("<td {}>a</td>", "hidden", "nowrap", False),
        ("<h{}>a</h{}>", "1", "2", False),
        ("<!-- {} -->", "a", "b", False),
        ("<mj-style>a : {};</mj-style>", "red", "blue", False),
        ('<mj-style>[alt="a"] : 0;</mj-style><mj-image alt="{}" />', "a", "b", False),
        ("<!--[if mso]><table width='{}'><![endif]--><mj-text>a</mj-text>", "1", "2", False),
        ("<mj-text>a</mj-text>< {}", "a", "b", False),
    ],
)
def test_messages_with_the_same_outline_have_the_same_structure(
    template: str, one: str, other: str, same: bool
) -> None:
    printed = [printed_with(template, value) for value in (one, other)]
    outlines = {outline_of(pieces) for pieces in printed}
    structures = {structure_of(read_loosely("".join(pieces))) for pieces in printed}
    assert (len(outlines) == 1) is same
    assert len(structures) <= len(outlines)


def printed_with(template: str, value: str) -> list[str]:
    first, *others = template.split("{}")
    return [first, *(piece for text in others for piece in (Slot(value), text))]
