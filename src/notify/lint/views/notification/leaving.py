"""How people get from a message to less mail, and where a link for that belongs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from notify.lint.views.message.message import EmailView
from notify.render.template.places import place, read_lines
from notify.source import Position

_EXTENDS: Final = re.compile(r"{%-?\s*extends\s+[\"']([^\"']+)[\"']")
_NAMES: Final = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
# What asks for an address and does not show it.
_UNSHOWN: Final = re.compile(r"{%-?\s*(?:el)?if\b.*?%}|{#.*?#}|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a link that a message lacks belongs, and where other messages have it from, if any.

    `layout` is that of the message, where none of the messages that are made with it has the link.
    """

    at: Position
    layout: str | None = None
    other: str | None = None


def ways_out(view: EmailView) -> tuple[bool, bool]:
    """Whether the HTML has a link to unsubscribe, with words, and whether the text part has its address."""
    url = view.data["unsubscribe_url"]
    if not url:
        return False, False
    html = any(link.url.startswith(url) and (link.words or any(link.images)) for link in view.links)
    return html, url in view.message.text


def home_of(view: EmailView, name: str) -> Home:
    """Where a link to an address belongs that templates print by its name, and that the HTML lacks."""
    texts = _read_templates(view)
    own = f"{view.notification.id}/email.mjml"
    layout = _layout(texts, own)
    shows = {file for file, text in texts.items() if name in _UNSHOWN.sub("", text)}
    made_of = list(_made_of(texts, own))
    naming = sorted(shows.intersection(made_of))
    alike = [each for each in texts if each != own and each.endswith("/email.mjml") and _layout(texts, each) == layout]
    theirs = sorted(shows.intersection(file for each in alike for file in _made_of(texts, each)))
    found = next(iter([file for file in naming if file != own] or theirs), None)
    if layout and not (naming or theirs):
        # What asks for the address is where it was to be shown.
        asking = sorted(file for file in made_of if file != own and name in texts[file])
        return Home(_place(view, asking[0], name) if asking else Position(f"templates/{layout}"), f"templates/{layout}")
    return Home(Position(f"templates/{own}"), other=f"templates/{found}" if found else None)


def _place(view: EmailView, file: str, name: str) -> Position:
    lines = read_lines(view.workspace.root, f"templates/{file}")
    line = next(number for number, text in enumerate(lines, start=1) if name in text)
    return place(view.workspace.root, f"templates/{file}", line, name)


def _read_templates(view: EmailView) -> Mapping[str, str]:
    root = view.workspace.root
    names = (name for name in view.draft.voice.files.names() if name.endswith(".mjml"))
    return {name: "\n".join(read_lines(root, f"templates/{name}")) for name in names}


def _layout(texts: Mapping[str, str], name: str) -> str | None:
    """The template that one extends, if it is there."""
    found = _EXTENDS.search(texts.get(name, ""))
    return found[1] if found and found[1] in texts else None


def _made_of(texts: Mapping[str, str], name: str) -> Iterator[str]:
    """A template and all that it is made of."""
    waiting, done = [name], {name}
    while waiting:
        file = waiting.pop()
        if file in texts:
            yield file
            new = set(_NAMES.findall(texts[file])) - done
            done |= new
            waiting += sorted(new)
