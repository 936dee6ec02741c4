"""Which elements of a page come from which line: of a template, a component, the copy, the head, its style sheets."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from lxml.html import document_fromstring

from notify.cache import NO_CACHE
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.inspection import Inspection
from notify.preview.browser.live import Asked, Live
from tests.conftest import Workspace
from tests.preview.browser.served import EDITOR, NOW

LAYOUT = """\
<mjml><mj-head><mj-attributes>
<mj-text color="#333333" css-class="ink" />
<mj-class name="loud" font-size="30px" />
</mj-attributes><mj-style>
.ink p, .odd { color: #222222; }
@media (max-width: 400px) {
  .narrow { padding: 0; }
}
</mj-style></mj-head><mj-body>
<mj-section><mj-column>
{% block content %}{% endblock %}
</mj-column></mj-section></mj-body></mjml>
"""
EMAIL = """\
{% extends "layouts/base.mjml" %}
{% from "components/button.mjml" import button %}
{% block content %}
<mj-text mj-class="loud">{{ t.body }}</mj-text>
{{ button("Go", "https://acme.example/go") }}
<mj-text><p>{{ t("count", count=2) }}</p></mj-text>
<mj-image src="https://acme.example/a.png" alt="{{ t.alt }}" />
{% endblock %}
"""

Look = Callable[..., dict[str, list[str]]]


@pytest.fixture
def look(workspace: Workspace) -> Look:
    """What comes from a line of a file: by kind, the elements' tags with their words, or the selectors."""
    workspace.write("templates/layouts/base.mjml", LAYOUT)
    workspace.write("templates/components/button.mjml", BUTTON)
    workspace.write("templates/note/email.mjml", EMAIL)
    counts = {"one": "One task", "other": "{{ count }} tasks"}
    workspace.copy(body="Hello **you**", count=counts, alt="A cat")
    workspace.copy("fr", alt="Un chat", body="Bonjour **toi**", count=counts)
    traced = Inspection(read(workspace)).marks(asked("en"))

    def from_line(file: str, line: int) -> dict[str, list[str]]:
        return elements(traced, traced["origins"].get(f"templates/{file}", {}).get(str(line), {}))

    return from_line


BUTTON = """\
{% macro button(words, link) %}
<mj-button href="{{ link }}">{{ words }}</mj-button>
{% endmacro %}
"""


def read(workspace: Workspace) -> Live:
    live = Live(Editor(workspace.root, EDITOR), NO_CACHE, lambda: NOW)
    live.read()
    return live


def asked(locale: str, channel: str = "email") -> Asked:
    return Asked("note", channel, locale, "default")


def elements(traced: Mapping[str, Any], origin: Mapping[str, Any]) -> dict[str, list[str]]:
    page = document_fromstring(traced["html"])
    found: dict[str, list[str]] = {"rules": origin.get("rules", [])}
    for kind in ("tags", "words", "through"):
        found[kind] = []
        for number in origin.get(kind, ()):
            classes = f"contains(concat(@class, ' '), 'notify-mark-{number} ')"
            first = page.xpath(f"//*[@data-notify-mark='{number}' or {classes}]")[0]
            found[kind].append(f"{first.tag} {' '.join(first.text_content().split())}".strip())
    return {kind: some for kind, some in found.items() if some}


def test_tags_and_words_come_from_their_lines(look: Look) -> None:
    assert look("note/email.mjml", 4) == {"tags": ["td Hello you"], "through": ["strong you"]}
    assert look("note/email.mjml", 6) == {"tags": ["td 2 tasks", "p 2 tasks"]}
    assert look("note/email.mjml", 1) == {}
    assert look("layouts/base.mjml", 10)["tags"][0].startswith("div ")


def test_copy_has_words_and_the_tags_of_its_markdown_in_every_language(look: Look) -> None:
    body = {"tags": ["strong you"], "words": ["td Hello you", "strong you"]}
    assert look("note/copy/en.yaml", 3) == body
    # The same key stands at another line there.
    assert look("note/copy/fr.yaml", 4) == body
    # What is said in an attribute is its element's.
    assert look("note/copy/fr.yaml", 3) == {"tags": ["td"]}
    # Each form of a plural is the one text.
    assert look("note/copy/en.yaml", 5) == look("note/copy/en.yaml", 6) == {"words": ["p 2 tasks"]}


def test_what_a_line_calls_or_sets_comes_through_it(look: Look) -> None:
    assert look("components/button.mjml", 2) == {"tags": ["td Go"], "words": ["td Go"]}
    assert look("note/email.mjml", 5) == {"through": ["td Go"]}
    assert look("layouts/base.mjml", 2) == {"through": ["td Hello you", "td 2 tasks"]}
    assert look("layouts/base.mjml", 3) == {"through": ["td Hello you"]}
    assert look("layouts/base.mjml", 5) == {"rules": [".ink p, .odd"]}
    assert look("layouts/base.mjml", 7) == {"rules": [".narrow"]}


def test_what_has_no_page_has_no_marks(workspace: Workspace) -> None:
    nothing = {"html": "", "origins": {}}
    workspace.catalogue(note={"channels": ["email", "sms"]})
    workspace.copy(body="Hello", sms="Hello")
    assert Inspection(read(workspace)).marks(asked("en", "sms")) == nothing
    workspace.email("<mj-text>{{ t.body }}")
    assert Inspection(read(workspace)).marks(asked("en")) == nothing
    assert Inspection(read(workspace)).marks(asked("no such locale")) == nothing
