"""Jinja's constructs, each written around a body that stands where markup of the same kind may."""

# ruff: noqa: E501 # a piece of a template is read more easily on one line

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.render.expressions import DATA, Macro, Scope

if TYPE_CHECKING:
    from tests.render.generated import Author, Body

# Writes the construct, or nothing where it may not stand: whoever writes, what is inside, what may be named there, how
# deep it may go, and whether it is inline.
Construct = Callable[["Author", "Body", Scope, int, bool], str | None]


def condition(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not scope.context:
        return "{% if " + author.text(scope) + " %}" + body(scope, depth) + "{% endif %}"
    test = author.pick(["flag", "n > 1", "note", "words", "name == title", "t.plain|length > 3", "note is defined"])
    strip = author.pick(["", "-", "+"])
    return (
        f"{{%{strip} if {test} {strip}%}}" + body(scope, depth)
        + author.pick(["{% elif n == 0 %}" + ("zero" if inline else "<mj-divider />"), ""])
        + author.pick(["{% else %}" + body(scope, depth), ""]) + f"{{%{strip} endif {strip}%}}"
    )  # fmt: skip


def loop(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not scope.context:
        return (
            "{% for w in [1, 'b&'] %}"
            + body(replace(scope, loop=True, texts=(*scope.texts, "w")), depth)
            + "{% endfor %}"
        )
    head, names = author.pick(
        [
            ("w in words", ("w",)),
            ("r in rows", ("r.label", "r.n")),
            ("w in words if w", ("w",)),
            ("k, w in order|dictsort if k == 'id'", ("k", "w")),
            ("w in words|reverse", ("w",)),
            ("w in range(n if 0 < n < 3 else 1)", ("w",)),
            ("row in words|batch(2, '-')", ("row|join('&')",)),
        ]
    )
    inner = replace(scope, loop=True, texts=(*scope.texts, *names))
    other = author.pick(["", "{% else %}" + body(scope, 0)])
    return "{% for " + head + " %}" + body(inner, depth) + other + "{% endfor %}"


def nested_loop(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not scope.context:
        return None
    inner = replace(scope, loop=True, texts=(*scope.texts, "w", "r.label"))
    return (
        "{% for r in rows %}{% set outer = loop %}{% for w in words %}"
        + body(inner, depth)
        + "{% endfor %}{% endfor %}"
    )


def recursion(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not scope.context:
        return None
    inner = body(replace(scope, texts=(*scope.texts, "node.label"), blocks=False, buffered=True), depth)
    again = author.pick(
        [
            "{{ loop(node.children) }}",
            "{{ loop(node.children)|trim }}",
            "{% if node.children %}{{ loop(node.children) }}{% endif %}",
        ]
    )
    around = ("<i>", "</i>") if inline else ("", "")
    return "{% for node in tree recursive %}" + inner + around[0] + again + around[1] + "{% endfor %}"


def assignment(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("v")
    return (
        "{% set "
        + name
        + " = "
        + author.text(scope)
        + " %}"
        + body(replace(scope, marked=(*scope.marked, name)), depth)
    )


def with_block(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("v")
    inner = replace(scope, marked=(*scope.marked, name))
    return "{% with " + name + " = " + author.text(scope) + " %}" + body(inner, depth) + "{% endwith %}"


def set_block(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("v")
    inside = body(replace(scope, buffered=True), depth)
    head = author.pick(
        [name, name, name + "|trim", name + "|replace('zz', 'y')", *([name + "|upper", name + "|e"] if inline else [])]
    )
    uses = [
        "{{ V }}",
        "{{ V }}{{ V }}",
        "{% if V %}{{ V }}{% endif %}",
        "{% if V == V %}{{ V }}{% endif %}",
        "{% set y = V %}{{ y }}",
    ]
    if inline:
        uses += [
            "{{ V|upper }}",
            "{{ V|length }}",
            "{{ V ~ V }}",
            "{{ 'x' ~ V }}",
            "{{ V|trim }}",
            "{{ V|default('x') }}",
        ]
        uses += [
            "{{ V|striptags }}",
            "{{ V|e }}{{ V|forceescape }}",
            "{{ V|replace('e', 'E') }}",
            "{{ [V, V]|join(' ') }}",
        ]
        uses += [
            "{{ V * 2 }}",
            "{{ V.upper() }}",
            "{{ '%s'|format(V) }}",
            "{{ V|string }}",
            '<b title="{{ V|striptags }}">x</b>',
        ]
    return "{% set " + head + " %}" + inside + "{% endset %}" + author.pick(uses).replace("V", name)


def filter_block(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    filters = ["trim", "replace('zz', 'y')", "indent"]
    filters += (
        ["upper", "lower", "striptags", "e", "replace('e', 'x')", "string", "forceescape", "trim|upper"]
        if inline
        else []
    )
    return "{% filter " + author.pick(filters) + " %}" + body(replace(scope, buffered=True), depth) + "{% endfilter %}"


def call_block(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    callees = [macro for macro in scope.macros if macro.caller]
    if not (inline and callees):
        return None
    callee = author.pick(callees)
    called = f"{callee.name}({author.word(scope)})"
    return "{% call " + called + " %}" + body(replace(scope, blocks=False, buffered=True), depth) + "{% endcall %}"


def call_with_arguments(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name, given = author.name("m"), author.word(scope)
    use = author.pick(["{{ caller(given) }}", "{{ caller('a & b') }}{{ caller(given) }}"])
    if inline:
        use = author.pick([use, "{{ caller(given)|upper }}", "{% set y = caller(given) %}{{ y }}-{{ y }}"])
    inner = replace(scope, texts=(*scope.texts, "p"), blocks=False, buffered=True)
    return (
        "{% macro " + name + "(given='d') %}" + use + "{% endmacro %}"
        + "{% call(p) " + name + "(" + given + ") %}" + body(inner, depth) + "{% endcall %}"
    )  # fmt: skip


def nested_caller(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    outer, inner = author.name("m"), author.name("m")
    inside = body(replace(scope, blocks=False, buffered=True), depth)
    return (
        "{% macro " + inner + "() %}{{ caller() }}{% endmacro %}"
        + "{% macro " + outer + "() %}{% set from = caller %}{% call " + inner + "() %}{{ from() }}{% endcall %}{% endmacro %}"
        + "{% call " + outer + "() %}" + inside + "{% endcall %}"
    )  # fmt: skip


def own_macro(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("m")
    inner = replace(
        scope, texts=(*scope.texts, "a"), marked=(*scope.marked, "b"), blocks=False, loop=False, buffered=True
    )
    inside = body(inner, depth)
    defined = replace(scope, macros=(*scope.macros, Macro(name, ("a", "b"))))
    call = "{{ " + name + "(" + author.word(scope) + ", " + author.text(scope) + ") }}"
    after = body(defined, 0) if inline else ""
    return "{% macro " + name + "(a, b='<') %}" + inside + "{% endmacro %}" + call + after


def include(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = f"parts/{author.name('p')}.mjml"
    endings = ["", " with context", " ignore missing", " without context", " ignore missing without context"]
    # Jinja itself prints the latter at the wrong place where output is buffered: its compiled code yields there.
    ending = author.pick(endings[:3] if scope.buffered else endings)
    without = "without" in ending
    # What surrounds an include is seen in it, and its blocks and loops are not.
    inner = replace(scope, blocks=False, loop=False, macros=() if without else scope.macros)
    inner = replace(inner, context=False, texts=(), marked=()) if without else inner
    author.files[name] = body(inner, depth)
    missing = author.pick(
        [
            "",
            '{% include "parts/none.mjml" ignore missing %}',
            '{% include ["parts/none.mjml", "' + name + '"]' + ending.replace(" ignore missing", "") + " %}",
        ]
    )
    return f'{{% include "{name}"{ending} %}}{missing}'


def block(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not scope.blocks:
        return None
    name, scoped = author.name("b"), author.pick([" scoped", ""])
    # A block sees only what is set before everything else, unless it is scoped; then it sees names, and no macros.
    inner = scope if scoped else replace(scope, texts=DATA.texts, marked=(), loop=False)
    again = "" if scoped else author.pick(["", "{{ self." + name + "() }}"])
    return "{% block " + name + scoped + " %}" + body(inner, depth) + "{% endblock %}" + again


def escaping(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    return "{% autoescape true %}" + body(scope, depth) + "{% endautoescape %}"


def no_escaping(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    if not (inline and scope.context):
        return None
    escaped = author.pick(
        [
            "{{ name|e }}",
            "{{ html }}",
            "{{ name|e ~ html }}",
            "{% set y %}<i>{{ n }}</i>{% endset %}{{ y }}",
            "{{ t.rich }}",
        ]
    )
    return "{% autoescape false %}" + escaped + "<b>{{ n }}</b>{% endautoescape %}" + body(scope, depth)


def raw(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    words = "{% raw %}{{ x }} {% if %}{% endraw %}"
    return (words if inline else f"<mj-text>{words}</mj-text>") + body(scope, depth)


def counter(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("ns")
    inner = replace(scope, texts=(*scope.texts, name + ".n"), loop=True)
    words = "['a&', 'b']" if not scope.context else "words"
    after = "{{ " + name + ".n }}{{ " + name + ".s }}"
    return (
        "{% set " + name + " = namespace(n=0, s='') %}{% for w in " + words + " %}{% set " + name + ".n = "
        + name + ".n + 1 %}{% set " + name + ".s = " + name + ".s ~ w %}" + body(inner, depth) + "{% endfor %}"
        + (after if inline else f"<mj-text>{after}</mj-text>")
    )  # fmt: skip


def joined(author: "Author", body: "Body", scope: Scope, depth: int, inline: bool) -> str | None:
    name = author.name("j")
    made = author.pick(["joiner(', ')", "joiner('<br>')", "cycler('a', '<b>', '&')"])
    words = "['a&', 'b']" if not scope.context else "words"
    use = "{{ " + name + (".next()" if "cycler" in made else "()") + " }}"
    use = use if inline else f"<mj-text>{use}x</mj-text>"
    inner = replace(scope, loop=True, texts=(*scope.texts, "w"))
    return (
        "{% set " + name + " = " + made + " %}{% for w in " + words + " %}" + use + body(inner, depth) + "{% endfor %}"
    )


CONSTRUCTS: Final[dict[str, Construct]] = {
    function.__name__: function
    for function in (
        condition, loop, nested_loop, recursion, assignment, with_block, set_block, set_block, filter_block, call_block,
        call_with_arguments, nested_caller, own_macro, include, block, escaping, no_escaping, raw, counter, joined,
    )
}  # fmt: skip
