"""ACC001: words in a colour that is too much like the colour behind them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.page.colour import hexadecimal
from notify.lint.views.page.page import PageView, Written
from notify.lint.views.page.readable import forced_ink, readable_ink
from notify.lint.views.page.writing import Reading

_THEMES: Final = {
    "light": "",
    "dark": " in its dark colours",
    "forced": " where a program darkens it by itself",
}
_NO_COLOUR: Final = "put dark words on something lighter, or light words on something darker."


def check(view: PageView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at each pair of colours once, at the first words that have it."""
    faint: dict[tuple[str, str, str, bool], list[tuple[Reading, Written]]] = {}
    for theme, reading, written in _readings(view, options):
        colours = hexadecimal(reading.ink), hexadecimal(reading.ground)
        faint.setdefault((theme, *colours, written.writing.is_large), []).append((reading, written))
    for (theme, ink, ground, _), found in faint.items():
        reading, written = found[0]
        wanted = _wanted(written, options)
        at = view.place(written) if theme == "forced" else view.place_of(written, "color", dark=theme == "dark")
        where = _THEMES[theme] + (" while its picture is not shown" if written.writing.look.pictured else "")
        who = f"“{written.writing.shown}”" + (" is" if len(found) == 1 else f" and {len(found) - 1} more are")
        said, ratio = f"{ink} on {ground}", f"{_floor(reading.ratio)}:1"
        yield Fault(
            f"{who} {said}{where}, a contrast of {ratio} where {wanted:g}:1 is needed.",
            at,
            f"{theme}:{said}:{at.file}",
            _cure(theme, written, wanted),
            size=wanted - reading.ratio,
            value=ratio,
            notification=view.markup.whose(at.file),
            severity="error" if reading.ratio < options["least"] and theme != "forced" else None,
        )


def _readings(view: PageView, options: Mapping[str, Any]) -> Iterator[tuple[str, Reading, Written]]:
    """The words that are read with difficulty in each theme; where they are so in the light, no other is told of."""
    light = {written.text.offset: written.writing.reading for written in view.light}
    for theme, all_written in (("light", view.light), ("dark", view.dark), ("forced", view.light)):
        for written in all_written:
            writing, known = written.writing, light.get(written.text.offset)
            reading = writing.forced if theme == "forced" else writing.reading
            if not reading or not writing.says_something or reading.ratio >= _wanted(written, options):
                continue
            # What nobody can see in the light is no slip of a colour, but hidden: SPM002 says so.
            told = theme == "forced" and known is not None and known.ratio < _wanted(written, options)
            if theme == "dark":
                told = reading == known
            elif writing.is_hidden or (theme == "forced" and writing.is_dark_already):
                continue
            if not told:
                yield theme, reading, written


def _wanted(written: Written, options: Mapping[str, Any]) -> float:
    return float(options["large"] if written.writing.is_large else options["ratio"])


def _floor(ratio: float) -> str:
    """A ratio that is never shown as more than it is: 4.499 is not 4.5."""
    return f"{int(ratio * 100) / 100:g}"


def _cure(theme: str, written: Written, wanted: float) -> str | None:
    writing = written.writing
    if theme == "forced":
        both = forced_ink(writing, wanted)
        instead = f"`{hexadecimal(both)}` is read well there and in the light." if both else _NO_COLOUR
        return f"Programs make dark words light, and leave what is neither light nor dark behind them: {instead}"
    if writing.look.pictured:
        return "Give what is behind it a `background-color` like that of its picture."
    better = readable_ink(writing, wanted)
    if better is None:
        faded = any(opacity < 1 for _, opacity in writing.look.layers or ())
        return "Take its `opacity` away." if faded else "Change what is behind it: no colour can be read on all of it."
    if theme == "light":
        return f"Write `{hexadecimal(better)}`."
    if writing.look.ink_by:
        return f"Write `{hexadecimal(better)}` in the rule `{writing.look.ink_by}`."
    return f"Give it a colour of its own in `@media (prefers-color-scheme: dark)`: `{hexadecimal(better)} !important`."


RULE: Final = Rule(
    code="ACC001",
    name="low-contrast",
    severity="warning",
    looks_at=PageView,
    check=check,
    options={"ratio": 4.5, "large": 3.0, "least": 3.0},
    summary="Words have too little contrast to what is behind them: in the light, in the message's own dark colours, "
    "or where a program darkens it by itself.",
    why="People with weak eyes, and everybody in the sun, cannot read them. WCAG 2.2, 1.4.3, asks for 4.5:1 (`ratio`), "
    "and for 3:1 (`large`) where words are large: 24 px, or 18.66 px and bold. Under 3:1 (`least`) it is an error, "
    "which is our own line: it is too little for any size. Colours are worked out as a browser does it for a screen of "
    "640 pixels, through style sheets, tables and what is transparent; a picture counts as not shown, since many "
    "programs block pictures, and of a gradient the worst place counts. The dark colours are those of "
    "`prefers-color-scheme: dark`. Programs that darken messages by themselves have no common rule; one stands for "
    "them here, that of Chromium's automatic dark theme, and what is faint there alone is a warning; light words on "
    "something dark are left alone. Dots and lines between words, colours that depend on variables, and what Outlook "
    "makes of `[data-ogsc]`, are not looked at.",
    cure="Choose a darker colour on something light, or a lighter one on something dark.",
    bad=Example(body='<mj-text color="#8a8a8a">{{ t.body }}</mj-text>'),
    good=Example(body='<mj-text color="#757575">{{ t.body }}</mj-text>\n<mj-text color="#aaaaaa">· · ·</mj-text>'),
)
