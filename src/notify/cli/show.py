"""`notify show`: one notification whole."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notify.cli.cache import open_cache
from notify.cli.console import make_console, write_lines
from notify.cli.options import Folder, Id, Listing, ListingFormat
from notify.cli.workspace import choose_notifications, open_workspace
from notify.errors import NotifyError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from notify.catalogue.load import Workspace
    from notify.catalogue.model.catalogue import Catalogue
    from notify.catalogue.outline import Outline

Rows = Sequence[Sequence[str]]


def show(id_: Id, format_: Listing = ListingFormat.TABLE, workspace: Folder = None) -> None:
    """Show one notification whole: what makes it due, who gets it, with which data and words, what holds it back."""
    from notify.catalogue.outline import outline_notifications, whole_entry

    opened = open_workspace(workspace)
    chosen = choose_notifications(opened, [id_])
    if len(chosen) > 1:
        raise UsageError(f"`{id_}` names {len(chosen)} notifications, and one is shown.", hint="Name one of them.")
    outline = outline_notifications(opened, chosen)[0]
    if format_ is ListingFormat.JSON:
        document = {"version": 1, "notification": whole_entry(outline, opened.catalogue)}
        write_lines([json.dumps(document, ensure_ascii=False, indent=2)])
    else:
        _print(outline, opened)


def _print(outline: "Outline", workspace: "Workspace") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console = make_console()
    notification = outline.notification
    console.print(Text(notification.id, style="bold"))
    console.print(Text(notification.description))
    sections = [*_sections(outline, workspace.catalogue), ("Rendering", list(_rendering(outline, workspace)))]
    for title, rows in sections:
        if rows:
            console.print(Text(f"\n{title}", style="bold"))
            console.print(Padding(_table(rows), (0, 0, 0, 2), expand=False))


def _table(rows: Rows) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    for index in range(len(rows[0])):
        table.add_column(overflow="fold", no_wrap=index == 0)
    for first, *others in rows:
        table.add_row(Text(first, style="cyan"), *(Text(cell) for cell in others))
    return table


def _sections(outline: "Outline", catalogue: "Catalogue") -> Iterator[tuple[str, Rows]]:
    from notify.catalogue.wording import describe_conditions, describe_recipients, describe_topic, describe_trigger

    notification = outline.notification
    kinds = [notification.category, notification.class_, f"{notification.priority} priority"]
    topic = describe_topic(catalogue.topics[notification.topic])
    yield (
        "What and when",
        [
            ("kind", ", ".join([*kinds, *(["make or break"] if notification.make_or_break else [])])),
            ("trigger", describe_trigger(notification.trigger)),
            ("who", describe_recipients(notification.to, notification.exclude)),
            ("stages", " ".join(notification.stage) or "all"),
            ("topic", f"{notification.topic} ({topic})"),
            *describe_conditions(notification).items(),
        ],
    )
    yield "Held back by", list(_policy(outline, catalogue))
    yield "Channels", list(_channels(outline, catalogue))
    yield "Variables", list(_variables(outline))
    yield "Copy", list(_copy(outline))
    yield "Samples", list(outline.samples.items())
    yield (
        "Files",
        [
            ("catalogue", f"{outline.place.file}:{outline.place.line}"),
            *(("template", file) for file in outline.templates),
        ],
    )


def _rendering(outline: "Outline", workspace: "Workspace") -> Iterator[tuple[str, str]]:
    """What is worth knowing of how the e-mail is made; nothing where it is made as usual, or cannot be made."""
    from notify.catalogue.samples import DEFAULT_SAMPLE, read_sample
    from notify.render.message import Email
    from notify.render.render import Renderer
    from notify.render.skeleton.page import FilledPage

    notification = outline.notification
    if "email" not in notification.channels:
        return
    renderer = Renderer(workspace, datetime.now(UTC), open_cache(no_cache=False))
    try:
        layers = [read_sample(workspace.root, notification.id, DEFAULT_SAMPLE)]
        locale = workspace.catalogue.defaults.locale
        email = renderer.render(notification, "email", locale, DEFAULT_SAMPLE, layers)
    except NotifyError:
        return
    if isinstance(email, Email) and isinstance(email.page, FilledPage) and email.page.is_whole:
        why = "all that it prints decides how it looks; look for inline rules that select by an attribute or by words"
        yield "slowly", f"every message is compiled by itself: {why}"


def _policy(outline: "Outline", catalogue: "Catalogue") -> Iterator[tuple[str, str]]:
    from notify.catalogue.outline import caps_on, quiet_hours_on
    from notify.catalogue.wording import describe_cap, describe_quiet_hours

    if outline.notification.priority == "critical":
        yield "nothing", "critical passes preferences, frequency caps and quiet hours"
    for cap in caps_on(catalogue, outline.notification):
        yield f"cap {cap.id}", describe_cap(cap)
    for quiet in quiet_hours_on(catalogue, outline.notification):
        yield "quiet hours", describe_quiet_hours(quiet)


def _channels(outline: "Outline", catalogue: "Catalogue") -> Iterator[tuple[str, str, str]]:
    notification = outline.notification
    everywhere = notification.route == "all"
    for index, name in enumerate(notification.channels):
        turn = "always" if everywhere else "first" if index == 0 else "where those above do not reach somebody"
        yield name, f"to {catalogue.channels[name].address}", turn


def _variables(outline: "Outline") -> Iterator[tuple[str, str]]:
    from notify.catalogue.model.fields import shown

    def quote(value: object) -> str:
        return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

    written = outline.written.get("variables", {})
    for name, variable in outline.notification.variables.items():
        default = f"else {quote(written[name]['default'])}" if variable.has_default else "optional"
        facts = [f"{variable.type} from {variable.from_}", "required" if variable.required else default]
        if name in outline.examples:
            facts.append(f"such as {quote(outline.examples[name])}")
        yield name, ", ".join(facts) + (f"\n{variable.description}" if variable.description else "")


def _copy(outline: "Outline") -> Iterator[tuple[str, str, str]]:
    for locale, state in outline.coverage.items():
        lacks = "; ".join(
            f"{channel} lacks {', '.join(keys)}" for channel, keys in outline.lacking.get(locale, {}).items()
        )
        yield (
            locale,
            state,
            f"{outline.copies[locale]}{f': {lacks}' if lacks else ''}" if locale in outline.copies else "",
        )
