"""What Jinja's parser complains about, in the words of somebody who writes templates and copy."""

import ast
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from jinja2 import TemplateSyntaxError

from notify.catalogue.model.fields import listed
from notify.errors import nearest

_STATEMENTS: Final = ("if", "for", "set", "block", "extends", "include", "import", "from", "macro", "call", "filter")
# Statements that are closed by another, and those that stand between the two.
_CLOSED: Final = ("if", "for", "block", "macro", "call", "filter", "with", "autoescape", "set", "raw")
_BETWEEN: Final = ("else", "elif")

# What people write who know another language, by what Jinja stumbles over, and how it is written here.
_FOREIGN: Final = {
    "=": "Write `==` to compare.",
    "&": "Write `and` instead of `&&`.",
    "|": "Write `or` instead of `||`, and a name after `|`.",
    "!": "Write `not` instead of `!`.",
    "?": "Write `a if condition else b`.",
    "$": "Write the name alone: `{{ name }}`.",
    "of": "Write `{% for row in rows %}`.",
    "if": "Write `{% elif … %}` for another condition, or `{% else %}`.",
    **dict.fromkeys("\u2018\u2019\u201c\u201d\u201e", "Write straight quotes: 'so' or \"so\"."),
    "'": "Close the quote that starts here.",
    '"': "Close the quote that starts here.",
    "}": "Close `{{` with `}}`, and `{%` with `%}`.",
    "%": "Close `{{` with `}}`, and `{%` with `%}`.",
}
_ENDS: Final = {"print statement": ("{{", "}}"), "statement block": ("{%", "%}")}


class SyntaxFault(NamedTuple):
    """A mistake in a template's grammar: message, cure, the word to look for, the statement that is not closed."""

    message: str
    hint: str
    word: str = ""
    opener: str = ""


def explain_syntax(error: TemplateSyntaxError) -> SyntaxFault:
    """What Jinja could not read, and how it is written."""
    text = (error.message or "").rstrip(".")
    for pattern, put in _SENTENCES:
        if found := re.search(pattern, text, re.IGNORECASE):
            return put(found)
    return SyntaxFault(f"{text[:1].upper()}{text[1:]}.", "Look at the names and signs in this line.")


def _unexpected(word: str) -> SyntaxFault:
    word = {"integer": "number", "float": "number", "string": "text"}.get(word, word)
    spaces = "A name has no spaces in it; a text stands in quotes."
    if not word.isprintable():
        code = f"U+{ord(word[0]):04X}"
        return SyntaxFault(f"There is an odd space or sign ({code}) here.", "Write an ordinary space.", word)
    what = f"`{word}` is not expected here."
    return SyntaxFault(what, _FOREIGN.get(word, spaces if word.isidentifier() else "Remove it."), word)


def _unexpected_statement(found: re.Match[str]) -> SyntaxFault:
    name, nested, opener = found[1], found[2], found[3] or ""
    if nested:
        return _not_closed(opener, f" before `{{% {name} %}}`")
    closes = [f"end{statement}" for statement in _CLOSED]
    if name in closes or name in _BETWEEN:
        hint = f"Remove it, or close `{{% {opener} %}}` first." if opener else "Remove it."
        return SyntaxFault(f"`{{% {name} %}}` belongs to nothing that is open here.", hint, name)
    known = (*_STATEMENTS, *_BETWEEN, *([f"end{opener}"] if opener else ()))
    hint = nearest(name, known) or f"There are {listed(_STATEMENTS, 'and')}."
    return SyntaxFault(f"There is no statement `{name}`.", hint, name)


def _twice(found: re.Match[str]) -> SyntaxFault:
    hint = f"Rename one of them, or print the first again with `{{{{ self.{found[1]}() }}}}`."
    return SyntaxFault(f"There is a block `{found[1]}` already.", hint, found[1])


def _never_ends(found: re.Match[str]) -> SyntaxFault:
    start, end = _ENDS[found[1]]
    return SyntaxFault(f"A `{start}` is never closed.", f"Close it with `{end}`.")


def _missing(found: re.Match[str]) -> SyntaxFault:
    return SyntaxFault(f"Something is missing before `{_ENDS[found[1]][1]}`.", "Name what is meant there.")


def _not_closed(opener: str, before: str = "") -> SyntaxFault:
    hint = f"Add `{{% end{opener} %}}` where it ends."
    return SyntaxFault(f"This `{{% {opener} %}}` is not closed{before}.", hint, opener, opener)


# What Jinja says, and what is made of it; the first that fits.
_SENTENCES: Final[tuple[tuple[str, Callable[[re.Match[str]], SyntaxFault]], ...]] = (
    (
        r"^Encountered unknown tag '(\w+)'\.?(.*nesting mistake)?(?:.*block that needs to be closed is '(\w+)')?",
        _unexpected_statement,
    ),
    (r"block that needs to be closed is '(\w+)'", lambda found: _not_closed(found[1])),
    (r"end of comment", lambda _: SyntaxFault("This comment is never closed.", "Close it with `#}`.")),
    (r"end of raw", lambda _: _not_closed("raw")),
    (r"^block '(\w+)' defined twice$", _twice),
    (r"unexpected end of template, expected 'end of (\w+ \w+)'", _never_ends),
    (r"(?:got|unexpected) 'end of (\w+ \w+)'", _missing),
    (r"^unexpected char (.+) at \d+$", lambda found: _unexpected(str(ast.literal_eval(found[1])))),
    (r"(?:got|unexpected) '(.+)'$", lambda found: _unexpected(found[1])),
)


def line_of_opener(source: str, opener: str, last: int) -> int | None:
    """The line, from 1, of the innermost such statement that is open at line `last`; None where there is none."""
    open_at: list[int] = []
    for number, line in enumerate(source.split("\n")[:last], start=1):
        for found in re.finditer(rf"\{{%[-+]?\s*(end)?{opener}\b(?P<rest>[^%]*)", line):
            if not found[1]:
                # `{% set name = value %}` is whole in itself.
                open_at += [] if opener == "set" and "=" in found["rest"] else [number]
            elif open_at:
                open_at.pop()
    return open_at[-1] if open_at else None
