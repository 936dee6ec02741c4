"""ACC001: words in a colour that is too much like the colour behind them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.page.colour import BLACK, WHITE, contrast, hexadecimal, luminance, over
from notify.lint.views.page.page import PageView, Written
from notify.lint.views.page.writing import Reading
from notify.render.markup.forced_dark import Colour

_THEMES: Final = {
    "light": "",
    "dark": " in its dark colours",
    "forced": " where a program darkens it by itself",
}


def check(view: PageView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at each pair of colours once, at the words for which it is worst."""
    worst: dict[tuple[str, str, str, bool], tuple[Reading, Written]] = {}
    for theme, reading, written in _readings(view):
        wanted = options["large"] if written.writing.is_large else options["ratio"]
        if reading.ratio >= wanted:
            continue
        colours = hexadecimal(reading.ink), hexadecimal(reading.ground)
        worst.setdefault((theme, *colours, written.writing.is_large), (reading, written))
    for (theme, ink, ground, large), (reading, written) in worst.items():
        wanted = options["large"] if large else options["ratio"]
        at = view.place(written)
        where = _THEMES[theme] + (" while its picture is not shown" if written.writing.look.pictured else "")
        said, ratio = f"{ink} on {ground}", f"{_floor(reading.ratio)}:1"
        yield Fault(
            f"“{written.writing.shown}” is {said}{where}, a contrast of {ratio} where {wanted:g}:1 is needed.",
            at,
            f"{theme}:{said}:{at.file}",
            _cure(reading, theme, wanted),
            size=wanted - reading.ratio,
            value=ratio,
            notification=view.markup.whose(at.file),
            severity="error" if reading.ratio < options["least"] and theme != "forced" else None,
        )


def _readings(view: PageView) -> Iterator[tuple[str, Reading, Written]]:
    """How words are read in each theme; what has the very colours that it has in the light is not told again."""
    light = {written.text.offset: written.writing.reading for written in view.light}
    for theme, all_written in (("light", view.light), ("dark", view.dark), ("forced", view.light)):
        for written in all_written:
            writing = written.writing
            reading = writing.forced if theme == "forced" else writing.reading
            known = theme != "light" and reading == light.get(written.text.offset)
            # What nobody can see in the light is no slip of a colour, but hidden: SPM002 says so.
            hidden = theme != "dark" and writing.is_hidden
            if reading and writing.says_something and not known and not hidden:
                yield theme, reading, written


def _floor(ratio: float) -> str:
    """A ratio that is never shown as more than it is: 4.499 is not 4.5."""
    return f"{int(ratio * 100) / 100:g}"


def _cure(reading: Reading, theme: str, wanted: float) -> str | None:
    if theme == "forced":
        return (
            "Programs make dark words light, and what is light behind them dark, but leave what is neither as it is: "
            "put dark words on something lighter, or light words on something darker."
        )
    nearest = _nearest_readable(reading.ink, reading.ground, wanted)
    return f"On {hexadecimal(reading.ground)}, `{hexadecimal(nearest)}` is read well." if nearest else None


def _nearest_readable(ink: Colour, ground: Colour, wanted: float) -> Colour | None:
    """The colour nearest to that of the words, of the same hue, that can be read; None where there is none."""
    first, second = (WHITE, BLACK) if luminance(ink) > luminance(ground) else (BLACK, WHITE)
    for end in (first, second):
        for step in range(1, 101):
            mixed = over(end._replace(alpha=step / 100), ink)
            shown = Colour(round(mixed.red), round(mixed.green), round(mixed.blue))
            if contrast(shown, ground) >= wanted:
                return shown
    return None


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
    "them here, that of Chromium's automatic dark theme, and what is faint there alone is a warning. Dots and lines "
    "between words, and colours that depend on variables, are not looked at.",
    cure="Choose a darker colour on something light, or a lighter one on something dark.",
    bad=Example(body='<mj-text color="#8a8a8a">{{ t.body }}</mj-text>'),
    good=Example(body='<mj-text color="#757575">{{ t.body }}</mj-text>\n<mj-text color="#aaaaaa">· · ·</mj-text>'),
)
