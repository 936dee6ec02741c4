"""Expressions of templates: what they print, from the data, the copy, macros and filters of both."""

# ruff: noqa: E501 # a piece of a template is read more easily on one line

from dataclasses import dataclass

from tests.render.material import Tape


@dataclass(frozen=True)
class Macro:
    """A macro that may be called: its name, the names of its arguments, and whether it needs a caller or is a module."""

    name: str
    arguments: tuple[str, ...]
    caller: bool = False
    module: bool = False


@dataclass(frozen=True)
class Scope:
    """What may be named at a place: data and copy with `context`, names besides, and whether blocks may be defined.

    `texts` hold words, and `marked` perhaps markup; what is `buffered` goes into a value before it is printed.
    """

    context: bool = True
    texts: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    macros: tuple[Macro, ...] = ()
    blocks: bool = False
    buffered: bool = False
    loop: bool = False


DATA = Scope(texts=("name", "title", "link"))

_VALUES = [
    *("name", "title", "link", "n", "x", "flag", "t.plain", "t.named", "t.odd", "t.dated", "t.group.top"),
    *('t["plain"]', 't("named")', 't("named", name=title)', "order.id", "order['total']"),
    *("order.items|length", "user.first_name", "locale", "dir", "words|and_list", "words|join(', ')"),
    *("words|first|default('none', true)", "rows|map(attribute='label')|join(' ')", "when|date"),
    *("when|time", "when|datetime('long')", "day|date('full')", "when|relative", "day|relative"),
    *("n|relative('hour')", "n|number", "x|number", "x|percent", "x|percent(1)", "x|currency('EUR')"),
    *("price|currency", "(n + 1)", "(n * x)", "(-n)", "(n ~ '%')", "(name if flag else title)"),
    *("note|default('d&')", "(note or name)", "(flag and name)", "tag", "words|length"),
    *("(rows|length > 1)", "'%s & %s'|format(name, n)", "'lit'", "'a & <b>'", "t.rich|striptags"),
    *("(name in title)", "t.plain|upper", "t.named|length"),
]
# What prints tags, which would end an attribute.
_MARKUP = [
    *("t.rich", "t.linked", 't("files", count=n)', "words|join('<br>'|safe)", "html|safe", "html|e"),
    *("'<i>%s</i>'|safe|format(name)", "name|urlize", "link|urlize", "(t.rich ~ name)", "(name ~ t.rich)"),
    *("t.rich|replace('a', 'o')", "words|tojson"),
]
_LINK_VALUES = ["link", "link", "order.id", "(rows[0].url if rows else link)", "link|urlencode", "user.email"]
# These keep the tags of markup whole, and those do not.
_FILTERS = [
    *(
        "upper",
        "lower",
        "trim",
        "title",
        "string",
        "e",
        "forceescape",
        "default('d')",
        "replace('Bo', '<')",
        "string|length",
    ),
    *("wordcount", "urlencode", "striptags", "replace('&', '')", "tojson", "escape|upper", "default(none)|e"),
]
_WORD_FILTERS = [
    *(
        "capitalize",
        "string|truncate(5)",
        "string|reverse",
        "center(9)",
        "string|indent",
        "string|wordwrap(4)",
        "string|first|default('')",
    ),
    *("string|list|join('-')", "string|batch(2)|first|default([])|join", "urlize"),
]


class Expressions:
    """Writes expressions as a tape decides; the first of every choice is the simplest."""

    def __init__(self, tape: Tape) -> None:
        self.number, self.pick = tape.number, tape.pick

    def text(self, scope: Scope) -> str:
        """An expression that can be printed, as text or as markup."""
        match self.number(9):
            case 9:
                return f"{self._any(scope)}|{self.pick(_FILTERS)}"
            case 8:
                joined = ["{0} ~ {1}", "({0} ~ '&')", "({0} ~ ' ' ~ {1})|upper", "({0} ~ {1})|length"]
                return self.pick(joined).format(self._any(scope), self._any(scope))
            case 7:
                return f"{self.word(scope)}|{self.pick(_WORD_FILTERS)}"
            case 5 | 6:
                return self.call(scope)
            case _:
                return self._any(scope)

    def word(self, scope: Scope) -> str:
        """An expression without markup in it, so that it may stand in an attribute."""
        if scope.loop and self.number(4) == 4:
            return self.pick(
                ["loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.cycle('a', 'b<')"]
            )
        if scope.texts and (not scope.context or self.number(1)):
            # The innermost names are the last.
            return scope.texts[-1 - self.number(len(scope.texts) - 1)]
        return self.pick(_VALUES) if scope.context else self.pick(["'lit'", "'a & b'", "3"])

    def _any(self, scope: Scope) -> str:
        if scope.marked and self.number(1):
            return scope.marked[-1 - self.number(len(scope.marked) - 1)]
        return self.pick(_MARKUP) if scope.context and self.number(3) == 3 else self.word(scope)

    def call(self, scope: Scope) -> str:
        """A call of a macro, or the printing of a module."""
        macros = [macro for macro in scope.macros if not macro.caller]
        if not macros:
            return self.word(scope)
        macro = self.pick(macros)
        if macro.module:
            return macro.name
        if macro.arguments[:1] == ("*",):
            return f"{macro.name}({self.word(scope)}, {self.word(scope)}, z={self._any(scope)})"
        if not macro.arguments:
            return f"{macro.name}()"
        second = f", {self.pick(['', 'b='])}{self._any(scope)}" if "b" in macro.arguments and self.number(1) else ""
        called = f"{macro.name}({self.word(scope)}{second})"
        return self.pick(
            ["{}", "{}", "{}|upper", "{}|trim", "{}|length", "('a' ~ {})", "{}|replace('Bo', '&')"]
        ).format(called)

    def put(self, scope: Scope, *, word: bool = False) -> str:
        """Printing something, or a word, with or without control of white space."""
        printed = self.word(scope) if word else self.text(scope)
        return self.pick(["{{{{ {} }}}}", "{{{{ {} }}}}", "{{{{- {} }}}}", "{{{{ {} -}}}}"]).format(printed)

    def link(self, scope: Scope) -> str:
        if not scope.context:
            return self.word(scope)
        return self.pick(_LINK_VALUES) if self.number(2) else self.word(scope)

    def pool(self, scope: Scope, name: str) -> str:
        return name if scope.context else "'red'"

    def attributes(self, scope: Scope, *names: str) -> str:
        """Some of these attributes, each with a space before it."""
        return "".join(self._attribute(scope, name) for name in names if self.number(1))

    def _attribute(self, scope: Scope, name: str) -> str:
        if name in {"href", "src", "base-url"}:
            link = self.link(scope)
            value = self.pick(
                [
                    "{{ L }}", "{{ L }}", "https://a.example/{{ L }}?q={{ T }}&r=1", "{{ L }}/x", " {{ L }}", "{{ L }}{{ T }}",
                    "https://a.example", "mailto:{{ L }}", "#{{ L }}", "{% if flag|default(1) %}{{ L }}{% endif %}", "java{{ L }}",
                ]
            ).replace("L", link)  # fmt: skip
        elif name in {"color", "width", "align", "css-class", "class", "style", "lang"} and scope.context:
            value = {
                "color": "{{ colour }}", "width": "{{ size }}", "align": self.pick(["left", "{{ kind }}"]),
                "css-class": self.pick(["note", "note {{ name }}", "{{ tag }}"]), "class": self.pick(["note", "{{ name }}"]),
                "style": self.pick(["color: {{ colour }}", "color: red; width: {{ size }}", "{{ name }}"]),
                "lang": self.pick(["{{ locale }}", "fr", "{{ name }}"]),
            }[name]  # fmt: skip
        else:
            value = self.pick(
                ["{{ T }}", "{{ T }}", "a {{ T }} b", "{{ T }}{{ T }}", "Bo", "", "&{{ T }};", "{{ T }}\n"]
            )
        while "T }}" in value:
            value = value.replace("T }}", self._in_attribute(scope) + " }}", 1)
        return f' {name}="{value}"' if self.number(5) else f" {name}='{value}'"

    def _in_attribute(self, scope: Scope) -> str:
        if scope.marked and self.number(3) == 3:
            return f"{scope.marked[-1]}|striptags"
        return self.word(scope)
