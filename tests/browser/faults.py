"""What is wrong with what is seen: each check gives a line for each fault, with the words and the number."""

from collections.abc import Iterator

from tests.browser.screen import Box, Text, View

# Below this, phones enlarge text by themselves or people do.
LEAST_SIZE = 14.0  # CSS pixels
# www.w3.org/TR/WCAG22/#contrast-minimum; here for large text as well.
LEAST_CONTRAST = 4.5

_ENOUGH = 70


def find_overhang(view: View) -> Iterator[str]:
    """What makes people scroll sideways, or is cut off."""
    width = view.setting.width
    if view.scroll_width > width:
        yield f"it scrolls sideways: {view.scroll_width:g} px are wide, and {width} px are there"
    for one in view.overhang:
        yield f"`{_shortened(one.what)}` sticks out by {one.by:.1f} px"


def find_small_text(view: View) -> Iterator[str]:
    """Text that is too small to be read on a phone."""
    for text in view.texts:
        if text.size < LEAST_SIZE:
            yield f"`{_shortened(text.words)}` is {text.size:g} px, and at least {LEAST_SIZE:g} px are needed"


def find_faint_text(view: View) -> Iterator[str]:
    """Text that does not stand out from its background."""
    for text in view.texts:
        if text.contrast < LEAST_CONTRAST:
            yield (
                f"`{_shortened(text.words)}` has a contrast of {text.contrast:.2f}:1, {text.colour} on "
                f"{text.background}, and at least {LEAST_CONTRAST:g}:1 is needed"
            )


def find_wrong_language(view: View, lang: str, direction: str) -> Iterator[str]:
    """A document that does not say which language it is in, and which way that is written."""
    if view.lang != lang:
        yield f'the document has lang="{view.lang}", and is in `{lang}`'
    if view.dir != direction:
        yield f'the document has dir="{view.dir}", and `{lang}` is written {direction}'


def find_unmirrored(view: View, model: View) -> Iterator[str]:
    """What of a right-to-left page does not mirror the left-to-right one.

    Text runs from the right, and starts there unless it is centred. What the left-to-right page has at the end of a
    line, such as amounts in a table, is at the end here: on the left. Text whose direction is marked up may stand as it
    likes.
    """
    ends = {(type(part), part.path) for part in _parts(model) if part.side == "end"}
    for text in view.texts:
        if text.direction != "rtl" and not text.marked:
            yield f"`{_shortened(text.words)}` runs from left to right"
    for part in _parts(view):
        if part.side == "end" and not part.marked and (type(part), part.path) not in ends:
            yield f"`{_shortened(part.words)}` is on the left"


def find_requests(view: View) -> Iterator[str]:
    """What would be fetched when somebody opens the mail."""
    for address in view.requests:
        yield f"it fetches {address}"


def _parts(view: View) -> list[Text | Box]:
    return [*view.texts, *view.boxes]


def _shortened(words: str) -> str:
    return words if len(words) <= _ENOUGH else words[: _ENOUGH - 1] + "…"
