"""Whole little workspaces: templates that use every construct at every place, copy, and data to render them with."""

# ruff: noqa: E501 # a piece of a template is read more easily on one line

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.render.constructs import CONSTRUCTS
from tests.render.expressions import DATA, Expressions, Macro, Scope
from tests.render.material import Tape, write_copies, write_data

Body = Callable[[Scope, int], str]

_WORDS = [
    *("Hello", " a ", "R&amp;D", "a & b", "&nbsp;", "&#233;", "\n", " \n  x\n", "1. x", "- x", "-----", "(", "qZ0Zj"),
    *("a\\b", "é 😀", "&am", "&", "&#", "a&lt;b", "'\"", "\u00a0", "{ ", "}", "--", "]]&gt;", "&bogus;", "> x"),
]
_RULES = [
    '<mj-style inline="inline">.note { color: #123456 } p { margin: 0 }</mj-style>',
    '<mj-style inline=\'inline\'>a[href^="https"] { color: red } [title="Bo"] { padding: 1px } td > p { top: 0 }</mj-style>',
    '<mj-style inline="inline">:lang(fr) { color: blue } a { color: {{ colour }} } img[alt] { border: 0 }</mj-style>',
    '<mj-style inline="inline">{% if flag %}b { color: red }{% endif %} {{ tag }} { top: 1px }</mj-style>',
]
_HEADS = [
    "",
    "<mj-title>{{ title }}</mj-title>",
    "<mj-title>{{ t.named }} {{ name }}</mj-title><mj-preview>{{ t.preheader }}</mj-preview>",
    "<mj-preview>{{ name }}{{ title }}</mj-preview>",
    "<mj-style>.a { color: {{ colour }} } /* {{ n }} */</mj-style>",
    '<mj-attributes><mj-all color="{{ colour }}" /><mj-class name="big" font-size="{{ n }}px" /></mj-attributes>',
    '<mj-attributes><mj-button href="{{ link }}" /><mj-text align="{{ kind }}" /></mj-attributes>',
    '<mj-font name="{{ name }}" href="https://a.example/{{ name }}.css" /><mj-breakpoint width="480px" />',
    '<mj-raw><!-- {{ name }} --><meta name="x" content="{{ title }}" /></mj-raw>',
    "<mj-raw><style>.b { color: {{ colour }} }</style></mj-raw>",
]

_HIDDEN = ["hidden", 'aria-hidden="true"', 'aria-hidden="{{ kind }}"']
_NETWORKS = ["github", "{{ name }}"]


@dataclass(frozen=True)
class Example:
    """The files of a workspace below `templates/`, its copy by locale, data to render with, and locales to ask for.

    `uses` names the constructs that are in it, for Hypothesis to count.
    """

    files: dict[str, str]
    copies: dict[str, dict[str, Any]]
    data: list[dict[str, Any]]
    locales: list[str]
    uses: frozenset[str] = frozenset()


def examples() -> st.SearchStrategy[Example]:
    """Workspaces whose templates mostly render, each with three sets of data and two locales."""
    return st.binary(min_size=900, max_size=900).map(write_example)


def write_example(decisions: bytes) -> Example:
    """The workspace that these decisions make."""
    tape = Tape(decisions)
    locales = tape.pick([["en", "fr"], ["fr", "ar"], ["en", "en-XA"], ["ar", "en"]])
    copies, data = write_copies(tape), write_data(tape, 3)
    author = Author(tape)
    return Example(author.write(), copies, data, locales, frozenset(author.uses))


class Author(Expressions):
    """Writes templates, deciding by what is drawn; `fuel` bounds how much there is of them."""

    def __init__(self, tape: Tape) -> None:
        super().__init__(tape)
        self.fuel = 45
        self.files: dict[str, str] = {}
        self.names = 0
        self.uses: set[str] = set()

    def write(self) -> dict[str, str]:
        levels = self.number(2)
        self.levels = levels
        library, imported = self._library() if self.number(1) else ("", ())
        scope = replace(DATA, macros=imported)
        rules = self.pick(_RULES) if self.number(11) == 11 else ""
        head = "".join(self.pick(_HEADS) for _ in range(self.number(2)))
        own, macros = self._macros(scope) if self.number(1) else ("", ())
        inside = replace(scope, macros=scope.macros + macros)
        if levels == 0:
            self.uses.add("one file")
            body = self._sections(replace(inside, blocks=True), 2)
            self.files["note/email.mjml"] = library + own + _document(rules + head, body)
            return self.files
        self.uses.add(f"{levels + 1} levels")
        # A layout sees neither the imports nor the macros of what extends it.
        top = self._inline(replace(DATA, blocks=True), 1)
        self.files["layouts/base.mjml"] = _document(
            rules + head + "{% block head %}{% endblock %}",
            "<mj-section><mj-column><mj-text>{% block top %}" + top + "{% endblock %}</mj-text>"
            + self.pick(["{% block must required %}{% endblock %}", "{% block must %}<mj-divider />{% endblock %}"])
            + "{% block content %}" + self._column(replace(DATA, blocks=True), 1) + "{% endblock %}"
            + self.pick(
                [
                    "",
                    "{% for w in words %}{% block each scoped %}<mj-text>{{ w }}</mj-text>{% endblock %}{% endfor %}",
                    "<mj-text>{{ self.top() }}</mj-text>",
                    "<mj-text>{% if self.top()|length > 3 %}{{ self.top()|upper }}{% endif %}</mj-text>",
                ]
            )
            + "</mj-column></mj-section>",
        )  # fmt: skip
        base = "layouts/base.mjml"
        if levels == 2:
            self.files["layouts/middle.mjml"] = (
                f'{{% extends "{base}" %}}\n{{% block content %}}'
                + self.pick(["{{ super() }}", "", "<mj-text>{{ self.top() }}</mj-text>"])
                + "{% block inner %}" + self._column(DATA, 1) + "{% endblock %}{% endblock %}\n"
                + "{% block must %}{% block deep %}<mj-text>{{ title }}</mj-text>{% endblock %}{% endblock %}\n"
            )  # fmt: skip
            base = "layouts/middle.mjml"
        parts = [
            f'{{% extends "{base}" %}}\n{library}{own}',
            "{% block must %}<mj-text>" + self._inline(inside, 1) + "</mj-text>{% endblock %}\n",
            "{% block content %}" + self.pick(["", "{{ super() }}"]) + self._column(inside, 2) + "{% endblock %}\n",
        ]
        if self.number(1):
            top = self.pick(
                ["{{ super() }}{{ super() }}", "{{ super()|upper }}", "{% set v = super() %}{{ v }}{{ v }}"]
            )
            parts.append("{% block top %}" + top + self._inline(inside, 1) + "{% endblock %}\n")
        if self.number(2) == 2:
            each = self.pick(
                ["<mj-text>{{ name }}</mj-text>", "{{ super() }}{% if w %}<mj-text>{{ w }}</mj-text>{% endif %}"]
            )
            if "block each" in self.files["layouts/base.mjml"]:
                parts.append("{% block each scoped %}" + each + "{% endblock %}")
        self.files["note/email.mjml"] = "".join(parts)
        return self.files

    def name(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    # What is defined before it is used.

    def _library(self) -> tuple[str, tuple[Macro, ...]]:
        shared = self.number(1) == 1
        self.uses.add("library with context" if shared else "library without context")
        scope = replace(DATA, context=shared, texts=("name",) if shared else ())
        text, macros = self._macros(scope)
        state = self.pick(["", "{% set ns = namespace(n=0) %}", '{% set c = cycler("a", "b&", "<i>") %}', "x & y"])
        if "ns" in state:
            text += "{% macro count() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{% endmacro %}"
            macros += (Macro("count", ()),)
        if "cycler" in state:
            text += "{% macro next() %}{{ c.next() }}{% endmacro %}"
            macros += (Macro("next", ()),)
        self.files["parts/macros.mjml"] = state + text
        ending = self.pick([" with context", " with context ", ""]) if shared else ""
        if ending == "" and shared:
            macros = tuple(macro for macro in macros if macro.name == "count")
            shared = False
        if self.number(1) and macros:
            names = ", ".join(macro.name for macro in macros)
            return f'{{% from "parts/macros.mjml" import {names}{ending} %}}\n', macros
        self.uses.add("imported module")
        return (
            f'{{% import "parts/macros.mjml" as lib{ending} %}}\n',
            (*tuple(replace(macro, name=f"lib.{macro.name}") for macro in macros), Macro("lib", (), module=True)),
        )

    def _macros(self, scope: Scope) -> tuple[str, tuple[Macro, ...]]:
        written, macros = "", scope.macros
        for _ in range(1 + self.number(2)):
            name = self.name("m")
            inner = replace(scope, texts=(*scope.texts, "a"), marked=("b",), macros=macros, blocks=False, buffered=True)
            kind = self.number(6)
            if kind == 6:
                self.uses.add("macro that recurses")
                body = "{{ a }}{% if k > 0 %}<i>{{ " + name + "(a, k - 1) }}</i>{% endif %}"
                written += f"{{% macro {name}(a, k=2) %}}{body}{{% endmacro %}}\n"
                macros += (Macro(name, ("a",)),)
            elif kind == 5:
                self.uses.add("macro with varargs")
                body = "{% for v in varargs %}{{ v }}, {% endfor %}{{ kwargs.z|default('') }}"
                written += f"{{% macro {name}() %}}{body}{{% endmacro %}}\n"
                macros += (Macro(name, ("*", "z")),)
            elif kind >= 3:
                self.uses.add("macro with a caller")
                call = self.pick(
                    ["{{ caller() }}", "{{ caller() }}{{ caller() }}", "{{ caller()|upper }}", "[{{ caller() ~ a }}]"]
                )
                before = self._inline(inner, 0)
                written += f"{{% macro {name}(a, b='d&') %}}{before}{call}{{% endmacro %}}\n"
                macros += (Macro(name, ("a",), caller=True),)
            else:
                self.uses.add("macro")
                default = self.pick(["b='x'", 'b="<&>"', "b=a", "b=none"]) if scope.context else "b='x'"
                inner = inner if default != "b=none" else replace(inner, marked=())
                strip = self.pick(["", "-"])
                body = self._inline(inner, 1)
                written += f"{{% macro {name}(a, {default}) {strip}%}}{body}{{%{strip} endmacro %}}\n"
                macros += (Macro(name, ("a", "b")),)
        return written, macros[len(scope.macros) :]

    # Where things stand.

    def _sections(self, scope: Scope, depth: int) -> str:
        return f"<mj-section><mj-column>{self._column(scope, depth)}</mj-column></mj-section>"

    def _column(self, scope: Scope, depth: int) -> str:
        return "\n".join(self._element(scope, depth) for _ in range(1 + self.number(2)))

    def _element(self, scope: Scope, depth: int) -> str:
        self.fuel -= 1
        if self.fuel < 0:
            return "<mj-text>{{ " + self.text(scope) + " }}</mj-text>"
        if depth and self.number(3) == 3:
            return self.construct(self._column, scope, depth - 1, inline=False)
        hidden = _HIDDEN if scope.context else _HIDDEN[:2]

        def words() -> str:
            return self._inline(scope, depth)

        def at(*names: str) -> str:
            return self.attributes(scope, *names)

        choices: list[Callable[[], str]] = [
            lambda: f"<mj-text{at('color', 'align', 'lang', 'css-class')}>{words()}</mj-text>",
            lambda: f"<mj-button{at('href', 'title', 'align', 'width')}>{words()}</mj-button>",
            lambda: f"<mj-image{at('src', 'alt', 'href', 'title', 'width')} />",
            lambda: self._table(scope, depth),
            lambda: f"<mj-raw>{words()}</mj-raw>",
            lambda: (
                f"<mj-social><mj-social-element{at('href', 'alt', 'src')} name='{self.pick(_NETWORKS[: 1 + scope.context])}'>"
                f"{words()}</mj-social-element></mj-social>"
            ),
            lambda: (
                f"<mj-navbar{at('base-url')}><mj-navbar-link{at('href')}>{words()}</mj-navbar-link>"
                f'<mj-navbar-link href="{{{{ {self.link(scope)} }}}}">y</mj-navbar-link></mj-navbar>'
            ),
            lambda: (
                f"<mj-accordion><mj-accordion-element><mj-accordion-title>x {self.put(scope, word=True)}</mj-accordion-title>"
                f"<mj-accordion-text>{words()}</mj-accordion-text></mj-accordion-element></mj-accordion>"
            ),
            lambda: f'<mj-divider border-color="{{{{ {self.pool(scope, "colour")} }}}}" />',
            lambda: (
                "<mj-{{ kind }}>" + words() + "</mj-{{ kind }}>" if scope.context else f"<mj-text>{words()}</mj-text>"
            ),
            lambda: f'<mj-raw><!--[if mso]><p title="{{{{ {self.word(scope)} }}}}">{words()}</p><![endif]--></mj-raw>',
            lambda: f"<mj-text><div {self.pick(hidden)}>{words()}</div>{words()}</mj-text>",
        ]
        return self.pick(choices)()

    def _table(self, scope: Scope, depth: int) -> str:
        role = self.pick(["", ' role="presentation"', ' role="{{ kind }}"' if scope.context else ""])
        cells = self.pick(
            ["<td>{{ r.label }}</td><td>{{ r.n }}</td>", "<th>{{ r.label }}</th><td></td><td>{{ r.url }}</td>"]
        )
        fixed = f"<tr><td>{self._inline(scope, depth)}</td><td>{{{{ {self.text(scope)} }}}}</td></tr>"
        rows = (
            "{% for r in rows %}<tr>" + cells + "</tr>{% else %}<tr><td></td></tr>{% endfor %}" if scope.context else ""
        )
        return f"<mj-table{role}>{fixed}{rows}</mj-table>"

    def _inline(self, scope: Scope, depth: int) -> str:
        return "".join(self._piece(scope, depth) for _ in range(1 + self.number(2)))

    def _piece(self, scope: Scope, depth: int) -> str:
        self.fuel -= 1
        if self.fuel < 0:
            return "{{ " + self.text(scope) + " }}"
        if depth and self.number(2) == 2:
            return self.construct(self._inline, scope, depth - 1, inline=True)

        def words() -> str:
            return self._inline(scope, max(0, depth - 1))

        def value() -> str:
            return self.put(scope)

        def word() -> str:
            return self.put(scope, word=True)

        hidden = _HIDDEN if scope.context else _HIDDEN[:2]
        choices: list[Callable[[], str]] = [
            value,
            lambda: self.pick(_WORDS),
            lambda: value() + value(),
            lambda: self.pick(
                ["x{}", " {} ", "&{};", "&#{};", "&am{}", "({})", "\n{}\n", "{},", "&amp;{}", "{}&"]
            ).format(value()),
            lambda: f"<b{self.attributes(scope, 'title', 'lang', 'style', 'class')}>{words()}</b>",
            lambda: f"<a{self.attributes(scope, 'href', 'title')}>{words()}</a>",
            lambda: self._own_link(scope),
            lambda: f"<img{self.attributes(scope, 'src', 'alt', 'width')} />",
            lambda: self.pick(["<br>", "<br />", "<hr />", "<!-- x -->", "<!-- {{ 1 }} -- -->"]),
            lambda: f"<!--{self.pick([' ', ''])}{word()}-->",
            lambda: "<{{ tag }}>" + words() + "</{{ tag }}>" if scope.context else f"<p>{words()}</p>",
            lambda: (
                f"<{(name := self.pick(['p', 'h1', 'h3', 'div', 'blockquote', 'center', 'pre']))}>{words()}</{name}>"
            ),
            lambda: (
                f"<{(name := self.pick(['ol', 'ul']))}><li>{words()}</li><li>{value()}<ul><li>{words()}</li></ul></li></{name}>"
            ),
            lambda: f"<span {self.pick(hidden)}>{value()}</span>",
            lambda: f'<i {{{{ attribute }}}}="{word()}">{value()}</i>' if scope.context else value(),
            lambda: f"<table><tr><td>{value()}</td><td>{words()}</td><td></td></tr></table>",
        ]
        return self.pick(choices)()

    def _own_link(self, scope: Scope) -> str:
        u = self.link(scope)
        return self.pick(
            [
                f'<a href="{{{{ {u} }}}}">{{{{ {u} }}}}</a>',
                f'<a href="https:{{{{ {u} }}}}">{{{{ {u} }}}}</a>',
                f'<a href="https://a.example/{{{{ {u} }}}}">https://a.example/{{{{ {u} }}}}</a>',
                f'<a href="https://a.example/{{{{ {u} }}}}">//a.example/{{{{ {u} }}}}</a>',
                f'<a href=\'{{{{ {u} }}}}\'><img src="{{{{ {u} }}}}" alt="" /></a>',
                f'<a href="{{{{ {u} }}}}"></a>',
                f'<a href=" {{{{ {u} }}}} "> {{{{ {u} }}}} </a>',
            ]
        )

    # Jinja's constructs, around a body of either kind.

    def construct(self, body: Body, scope: Scope, depth: int, *, inline: bool) -> str:
        kind = self.pick(list(CONSTRUCTS))
        written = CONSTRUCTS[kind](self, body, scope, depth, inline)
        self.uses.add(kind if written is not None else "plain")
        return body(scope, depth) if written is None else written


def _document(head: str, body: str) -> str:
    return f"<mjml><mj-head>{head}</mj-head><mj-body>\n{body}\n</mj-body></mjml>\n"
