"""The files that a message is made from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from notify.catalogue.copy import copy_files
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import sample_files
from notify.preview.browser.forms.place import Editor
from notify.render.template.environment import TemplateFiles
from notify.source import Position, lines_of, position_in

# What a template extends, includes or imports from, read even where Jinja could not read all of it.
_NAMED: Final = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
# So much of a file is shown; nobody reads more of one in a page.
_MOST: Final = 200_000  # characters


def describe_source(
    workspace: Workspace, notification: Notification, locales: Iterable[str], sample: str, editor: Editor
) -> Mapping[str, Any]:
    """The `files`: the notification's entry in the catalogue, its templates, copy and sample, then what it shares.

    Each has a `title`, its `place`, its `text`, `start`, the number of the text's first line, and `cut`, whether there
    is more of it. `locales` are those whose copy is meant. Files that lead out of the workspace are left out.
    """
    own, shared = _own_files(workspace, notification, locales, sample), _shared_files(workspace, notification, locales)
    described = [_describe_entry(workspace, notification, editor)]
    described += [found for title, file in [*own, *shared] if (found := _describe_file(title, file, editor))]
    return {"files": described}


def _own_files(
    workspace: Workspace, notification: Notification, locales: Iterable[str], sample: str
) -> Iterator[tuple[str, str]]:
    folder = f"templates/{notification.id}"
    yield "E-mail", f"{folder}/email.mjml"
    yield "Plain text of its own", f"{folder}/email.txt"
    copies = copy_files(workspace.root, notification.id)
    for locale in dict.fromkeys(locales):
        if locale in copies:
            yield f"Copy, {locale}", f"{folder}/copy/{locale}.yaml"
    if sample in sample_files(workspace.root, notification.id):
        yield f"Sample, {sample}", f"{folder}/samples/{sample}.yaml"


def _shared_files(
    workspace: Workspace, notification: Notification, locales: Iterable[str]
) -> Iterator[tuple[str, str]]:
    files = TemplateFiles(workspace.root)
    waiting, seen = [f"{notification.id}/email.mjml", f"{notification.id}/email.txt"], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or not files.has(name):
            continue
        if seen and not name.startswith(f"{notification.id}/"):
            yield name.partition("/")[0].removesuffix("s").capitalize(), f"templates/{name}"
        seen.add(name)
        path = workspace.root / "templates" / name
        waiting += _NAMED.findall(path.read_text("utf-8", errors="replace"))
    for locale in dict.fromkeys(locales):
        if locale in copy_files(workspace.root, ""):
            yield f"Copy that all share, {locale}", f"templates/copy/{locale}.yaml"


def _describe_entry(workspace: Workspace, notification: Notification, editor: Editor) -> Mapping[str, Any]:
    """The notification's entry, from its key to the last line that is further in."""
    lines = lines_of(workspace.document.text)
    place = workspace.document.key_position(("notifications", notification.id))
    start = (place.line or 1) - 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    text = "\n".join(lines[start:end]).rstrip()
    return _described("Entry in the catalogue", place, text, start + 1, editor)


def _describe_file(title: str, file: str, editor: Editor) -> Mapping[str, Any] | None:
    if editor.link(Position(file)) is None:
        return None
    try:
        with (editor.root / file).open(encoding="utf-8-sig", errors="replace", newline="") as opened:
            text = opened.read(_MOST + 1)
    except OSError:
        return None
    lines = lines_of(text)
    return _described(title, position_in(file, lines, 1, 1), "\n".join(lines), 1, editor)


def _described(title: str, place: Position, text: str, start: int, editor: Editor) -> Mapping[str, Any]:
    shown = text[:_MOST]
    return {
        "title": title,
        "place": editor.describe(place),
        "text": shown.rstrip("\n"),
        "start": start,
        "cut": len(text) > _MOST,
    }
