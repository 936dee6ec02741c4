"""CAT003: a folder of templates that nothing uses."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from notify.errors import nearest
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.source import Position

# The folders that all notifications share.
_SHARED: Final = frozenset({"layouts", "components", "copy"})
# What a notification's folder holds; what else there may be, such as pictures, is not for us to judge.
_FILES: Final = ("email.mjml", "email.txt", "copy/*.yaml", "samples/*.yaml", "*.mjml")


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for folders that are named by no notification and by no template."""
    if not isinstance(view.data, dict) or "notifications" not in view.data:
        # That key is what is missing, and not an entry for each folder.
        return
    root = view.workspace.root / "templates"
    folders = sorted(path for path in root.glob("*") if path.is_dir() and not path.name.startswith("."))
    known = {*view.written, *_SHARED, *options["shared"]}
    alone = {path.name: file for path in folders if path.name not in known and (file := _first_file(path))}
    named = _named_in_templates(root) if alone else set()
    bare = [own for own in view.written if not (root / own).is_dir()]
    for name in alone.keys() - named:
        guess = nearest(name, bare)
        yield Fault(
            f"No notification is called `{name}`, and no template takes anything from templates/{name}."
            + (f" {guess}" if guess else ""),
            Position(alone[name].relative_to(view.workspace.root).as_posix()),
            name,
        )


def _first_file(folder: Path) -> Path | None:
    return next((file for pattern in _FILES for file in sorted(folder.glob(pattern)) if file.is_file()), None)


def _named_in_templates(root: Path) -> set[str]:
    """The folders that templates of other folders extend, include or import from."""
    named = set()
    for file in root.rglob("*"):
        if file.suffix in {".mjml", ".txt"} and file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            named |= set(re.findall(r"[\"']([^\"'/\s]+)/", text)) - {file.relative_to(root).parts[0]}
    return named


RULE: Final = Rule(
    code="CAT003",
    name="orphan-template",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    options={"shared": []},
    summary="A folder of templates belongs to no notification.",
    why="A folder belongs to the notification that has its name. One that belongs to none is translated and kept in "
    "order for nobody; or it has another name than it should, and its notification goes without it.",
    cure="Remove the folder, or give it the id of its notification. Where templates share it in a way that cannot be "
    "seen, name it in the option `shared`.",
    bad=Example(files={"templates/old-note/copy/en.yaml": 'subject: "A note"\n'}),
    good=Example(
        body='{% include "parts/note.mjml" %}',
        files={"templates/parts/note.mjml": "<mj-text>{{ t.body }}</mj-text>\n", "templates/pictures/a.png": ""},
    ),
)
