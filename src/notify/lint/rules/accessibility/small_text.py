"""ACC002: words that are too small to be read with ease."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.page.page import PageView, Written
from notify.lint.views.page.said import find_tag

# What stands above or below the line is small by nature: a footnote's number, the 2 in CO₂.
_RAISED: Final = frozenset({"sub", "sup"})
# What nobody can see at all: SPM002 says so.
_HIDDEN: Final = 1


def check(view: PageView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at the size that words have in the end, each size in a file once."""
    known: set[str] = set()
    for written in view.light:
        size = written.writing.size
        if size is None or not _HIDDEN < size < options["least"] or not written.writing.says_something:
            continue
        if any(tag.name.lower() in _RAISED for tag in written.tags):
            continue
        at = view.place_of(written, "font-size")
        key = f"{size:g}:{at.file}"
        if key not in known:
            known.add(key)
            message, value = f"“{written.writing.shown}” is {size:.4g} px high.", f"{size:.4g} px"
            cure = _cure(view, written, options["least"])
            yield Fault(message, at, key, cure, size=-size, value=value, notification=view.markup.whose(at.file))


def _cure(view: PageView, written: Written, least: float) -> str | None:
    if selector := written.writing.look.size_by:
        return f"Write `{least:g}px` in the rule `{selector}`."
    found = find_tag(view.markup, written.tags, "font-size")
    return f"Write `{least:g}px` where it says `{found[1].strip()}`." if found else None


RULE: Final = Rule(
    code="ACC002",
    name="small-text",
    severity="warning",
    looks_at=PageView,
    check=check,
    options={"least": 14},
    summary="Words are less than 14 pixels high.",
    why="Most mail is read on a phone, at arm's length, by eyes of any age. No standard has a least size; 14 pixels "
    "(`least`) are what this tool asks for, also in a footer: who wants to unsubscribe is to find how. MJML itself "
    "sets 13 pixels where nobody says anything. `<sub>` and `<sup>` may be smaller.",
    cure='Give it 14 pixels or more, for example with `<mj-all font-size="16px" />` in `<mj-attributes>`.',
    bad=Example(body='<mj-text font-size="12px">{{ t.body }}</mj-text>'),
    good=Example(body='<mj-text font-size="14px">{{ t.body }}<sup style="font-size: 10px">1</sup></mj-text>'),
)
