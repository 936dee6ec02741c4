"""The shape of what a template printed: its text, and where values stand in it."""

from collections.abc import Callable, Collection, Iterable, Sequence

from notify.render.template.pieces import Slot

# Text, and None for each value. Two messages of one shape differ in nothing but their values.
Shape = tuple[str | None, ...]


def separate(pieces: Iterable[str]) -> tuple[Shape, list[str]]:
    """Printed pieces as their shape and the values in it, escaped.

    Values side by side are one, so that the order of words does not matter: `Hello Ana!` and `Ana, bonjour !` have the
    same shape. White space around a value belongs to the shape, as does a value that is nothing else: whether there is
    something to show can decide about the layout.
    """
    shape: list[str | None] = []
    values: list[str] = []
    run = ""
    for piece in pieces:
        if type(piece) is Slot:
            run = run + piece if run else piece
        elif piece:
            if run:
                if run[0].isspace() or run[-1].isspace():
                    _close(run, shape, values)
                else:
                    # What `_close` comes to for nearly all of them, without taking the value apart.
                    shape.append(None)
                    values.append(run)
                run = ""
            shape.append(piece)
    if run:
        _close(run, shape, values)
    return tuple(shape), values


def bake(shape: Shape, values: Sequence[str], which: Collection[int]) -> tuple[Shape, list[str]]:
    """The same message with some of its values, by their numbers, as text of the shape."""
    baked: list[str | None] = []
    kept: list[str] = []
    numbered = iter(enumerate(values))
    for piece in shape:
        if piece is None:
            number, value = next(numbered)
            if number not in which:
                kept.append(value)
                baked.append(None)
                continue
            piece = value  # noqa: PLW2901 # from here on it is text like the others
        baked.append(piece)
    return tuple(baked), kept


def write_shape(shape: Shape, value: Callable[[int], str]) -> str:
    """The text of a shape, with something for each value by its number."""
    numbers = iter(range(len(shape)))
    return "".join([value(next(numbers)) if piece is None else piece for piece in shape])


def _close(run: str, shape: list[str | None], values: list[str]) -> None:
    value = run.strip()
    start = len(run) - len(run.lstrip())
    shape += [run[:start]] if start else []
    if value:
        shape.append(None)
        values.append(value)
        shape += [run[start + len(value) :]] if start + len(value) < len(run) else []
