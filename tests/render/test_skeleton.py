"""What shares a structure: the same messages as ever, and compiled no more often than they need to be."""

from typing import Any

import pytest

from notify.catalogue.load import load_workspace
from notify.catalogue.samples import Layer
from notify.render.message import Email
from notify.render.render import Renderer
from notify.render.skeleton.page import FilledPage
from tests.conftest import EMAIL, Workspace
from tests.render.conftest import NOW

Turn = tuple[str, dict[str, Any]]


def structures(workspace: Workspace, *turns: Turn) -> int:
    """How many structures these messages have: each is a locale and data."""
    loaded = load_workspace(workspace.root)
    renderer = Renderer(loaded, NOW)
    found = set()
    for locale, data in turns:
        layers = [Layer(data, "--data")]
        email = renderer.render(loaded.catalogue.notifications["note"], "email", locale, "default", layers)
        assert isinstance(email, Email)
        assert isinstance(email.page, FilledPage)
        found.add(id(email.page.skeleton))
    return len(found)


def people(*names: str) -> list[Turn]:
    """A message in English to each."""
    return [("en", {"name": name}) for name in names]


def test_people_share_a_structure(workspace: Workspace) -> None:
    assert structures(workspace, *people("Bo", "Ana & <Co>", "x" * 5000, "12", "a\nb")) == 1


def test_languages_with_the_same_emphasis_share_a_structure(workspace: Workspace) -> None:
    workspace.copy(body="Hello **{{ name }}**, [read]({{ link }}) it!")
    workspace.copy("fr", body="Ah, **ma chère {{ name }}**, [{{ name }}](https://a.example/{{ name }}) !")
    data = {"name": "Bo", "link": "https://a.example/1"}
    assert structures(workspace, ("en", data), ("fr", data)) == 1
    workspace.copy("fr", body="{{ name }}, *à* **vous**")
    assert structures(workspace, ("en", data), ("fr", data)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}<mj-text>{{ b(name) }}{{ b(t.body) }}</mj-text>",
        "{% macro m() %}<mj-text>{{ caller() }}</mj-text>{% endmacro %}{% call m() %}<i>{{ name }}</i>{% endcall %}",
        "{% set words %}<b>{{ name }}</b>{% endset %}<mj-text>{{ words }}{{ words }}</mj-text>",
        "{% for x in [name, name] recursive %}<mj-text>{{ x }}</mj-text>{% endfor %}",
        "{% block one %}<mj-text>{{ name }}</mj-text>{% endblock %}{{ self.one() }}",
        '<mj-button href="https://a.example/{{ name }}">{{ name }}</mj-button>',
        '<mj-image src="https://a.example/{{ name }}.png" alt="{{ name }}" title="{{ name }}" />',
        '<mj-text><p title="{{ name }}" style="--x: {{ name|length }}px" class="{{ name }}">x</p></mj-text>',
        "<mj-text>{{ name|upper }} {{ name|length|number }}</mj-text>",
    ],
)
def test_values_stay_apart(workspace: Workspace, body: str) -> None:
    workspace.email(body)
    assert structures(workspace, *people("Bo", "Anastasia", "d")) == 1


def test_a_layout_keeps_values_apart(workspace: Workspace) -> None:
    workspace.write(
        "templates/layouts/base.mjml", EMAIL % "{% block main %}<mj-text>{{ name }}</mj-text>{% endblock %}"
    )
    page = '{% extends "layouts/base.mjml" %}{% block main %}{{ super() }}<mj-text>{{ t.body }}</mj-text>{% endblock %}'
    workspace.write("templates/note/email.mjml", page)
    assert structures(workspace, *people("Bo", "Ana")) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text align="{{ name }}">x</mj-text>',
        '<mj-text css-class="{{ name }}">x</mj-text>',
        "<mj-text><!-- {{ name }} -->x</mj-text>",
        "<mj-text>{% filter upper %}<b>{{ name }}</b>{% endfilter %}</mj-text>",
        '<mj-text>{% if name == "left" %}<b>{{ name }}</b>{% else %}{{ name }}{% endif %}</mj-text>',
    ],
)
def test_what_shapes_a_message_is_structure(workspace: Workspace, body: str) -> None:
    workspace.email(body)
    assert structures(workspace, *people("left", "right", "left", "right")) == 2


def test_what_is_not_there_and_space_around_it_is_structure(workspace: Workspace) -> None:
    assert structures(workspace, *people("Bo", " Bo")) == 1
    workspace.email("<mj-text>{{ name }}</mj-text>")
    assert structures(workspace, *people("Bo", "", " ", " Bo", "Bo ", "Ana")) == 5


def test_an_unsafe_link_has_a_structure_of_its_own(workspace: Workspace) -> None:
    workspace.email('<mj-text><a href="{{ link }}">x</a></mj-text>')
    links = ["https://a.example", "/b", "javascript:alert(1)", "mailto:bo@a.example", " data:text/html,x", "#top"]
    turns = [("en", {"name": "Bo", "link": link}) for link in links]
    assert structures(workspace, *turns) == 4


def test_directions_have_structures_of_their_own(workspace: Workspace) -> None:
    for locale in ("fr", "ar", "he"):
        workspace.copy(locale, body="{{ name }}")
    workspace.catalogue(locales=["en", "fr", "ar", "he"])
    assert structures(workspace, *((locale, {"name": "Bo"}) for locale in ("en", "fr", "ar", "he"))) == 2


def test_rules_that_select_by_what_is_said_make_everything_structure(workspace: Workspace) -> None:
    rule = '<mj-style inline="inline">%s { color: red }</mj-style>'
    mjml = (EMAIL % '<mj-text><a title="{{ name }}">{{ name }}</a></mj-text>').replace("<mj-head>", "<mj-head>" + rule)
    workspace.write("templates/note/email.mjml", mjml % "a")
    assert structures(workspace, *people("Bo", "Ana")) == 1
    for selector in ('a[title="Bo"]', 'a:contains("Bo")', "a:lang(fr)"):
        workspace.write("templates/note/email.mjml", mjml % selector)
        assert structures(workspace, *people("Bo", "Ana")) == 2
