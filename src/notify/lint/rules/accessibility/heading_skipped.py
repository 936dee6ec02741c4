"""ACC003: headings that leave a level out, or have no words."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.heard import is_presentational
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.repeats import Repeats
from notify.render.markup.elements import End, Start, Text

_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
# What `role="heading"` is without an `aria-level`.
_UNSAID: Final = 2
# What gives an element words that do not stand in it.
_NAMES: Final = ("aria-label", "aria-labelledby")
# What nobody hears: spaces of every width, and what is there for line breaks.
_SPACE: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]")
_EMPTY_CURE: Final = "Give it words, or take it away: for a gap there are `padding` and `mj-spacer`."


@dataclass
class _Heading:
    tag: Start
    level: int
    filled: bool = False
    # How many elements of its name are open in it.
    inner: int = 0


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares each heading with the one before it."""
    before: _Heading | None = None
    repeats = Repeats()
    for heading in _headings(view):
        name, last = _called(heading), before.level if before else 1
        if not heading.filled:
            at = view.place(heading.tag.offset)
            key, owner = repeats.key(f"empty:{name}", at), view.whose(at.file)
            yield Fault(f"{name} has no words.", at, key, _EMPTY_CURE, notification=owner)
        if heading.level > last + 1:
            at = view.place(heading.tag.offset)
            follows = f"comes after {_called(before)}" if before else "is the first heading"
            one = heading.level == last + 2
            left_out = f"level {last + 1} is" if one else f"levels {last + 1} to {heading.level - 1} are"
            why = f"{left_out} left out" if before else "there is nothing above it that it could belong to"
            yield Fault(f"{name} {follows}: {why}.", at, repeats.key(f"{follows}:{name}", at))
        before = heading


def _called(heading: _Heading) -> str:
    name = heading.tag.name.lower()
    if name in _LEVELS and _LEVELS[name] == heading.level:
        return f"`<{name}>`"
    return f"`<{name}>` of level {heading.level}"


def _headings(view: MarkupView) -> Iterator[_Heading]:
    """The headings in their order, each when it ends."""
    heading: _Heading | None = None
    for token in view.heard:
        match token:
            case Start() if not heading and (level := _level(token)):
                heading = _Heading(token, level, filled=_has_name(token))
            case Start() if heading:
                heading.inner += token.name == heading.tag.name and not token.closed
                heading.filled = heading.filled or _has_name(token)
            case Text() if heading and not heading.filled:
                heading.filled = bool(_SPACE.sub("", html.unescape(token.text)))
            case End() if heading and token.name == heading.tag.name:
                heading.inner -= 1
                if heading.inner < 0:
                    yield heading
                    heading = None
            case _:
                pass


def _has_name(tag: Start) -> bool:
    """Whether an element has words by itself. What a drawing says is not looked at."""
    names = (*_NAMES, "alt", "title") if tag.name == "img" and not is_presentational(tag) else _NAMES
    return tag.name == "svg" or any(tag.value(name).strip() for name in names)


def _level(tag: Start) -> int:
    """The level of a heading; 0 for what is none."""
    level = _LEVELS.get(tag.name.lower(), 0)
    if tag.closed or tag.name.lower().startswith("mj-") or is_presentational(tag):
        return 0
    if level or tag.value("role").strip().lower() == "heading":
        said = tag.value("aria-level").strip()
        return int(said) if said.isascii() and said.isdigit() and int(said) else level or _UNSAID
    return 0


RULE: Final = Rule(
    code="ACC003",
    name="heading-skipped",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    summary="A heading is more than one level below the heading before it, or has no words.",
    why="People who listen jump from heading to heading, and the level tells them what belongs to what; a level "
    "that is not there makes them look for what they missed, and an empty heading is one that says nothing "
    "(WCAG 2.2, 1.3.1 and 2.4.6; technique G141). WCAG asks for no certain level to begin with, so `h1` and "
    "`h2` are both right for the first: Gmail shows the subject above it as an `h2`. To go back up several "
    "levels is right, and so are several `h1`.",
    cure="Choose the level by what belongs to what, and the size with `font-size`.",
    bad=Example(
        body="<mj-text><h1>{{ t.subject }}</h1></mj-text>\n"
        '<mj-text><h3 style="font-size: 18px;">{{ t.button }}</h3>{{ t.body }}</mj-text>'
    ),
    good=Example(
        body="<mj-text><h1>{{ t.subject }}</h1></mj-text>\n"
        '<mj-text><h2 style="font-size: 18px;">{{ t.button }}</h2>{{ t.body }}</mj-text>'
    ),
)
