"""`notify render`: messages to standard output or to files."""

import json
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notify.cli.console import counted, make_console
from notify.cli.messages import render_messages
from notify.cli.options import Assignments, Channels, DataFile, Folder, Ids, Locales, Samples
from notify.cli.workspace import open_workspace
from notify.errors import UsageError

if TYPE_CHECKING:
    from notify.render.message import Message


class Format(StrEnum):
    """What a message is printed as; `json` and `ndjson` hold all of it."""

    HTML = "html"
    TEXT = "text"
    EML = "eml"
    JSON = "json"
    NDJSON = "ndjson"


def render(
    ids: Ids = None,
    locale: Locales = None,
    sample: Samples = None,
    channel: Channels = None,
    data: DataFile = None,
    set_: Assignments = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="What to print; json and ndjson take many.")
    ] = Format.HTML,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write files below this folder.", file_okay=False)
    ] = None,
    workspace: Folder = None,
) -> None:
    """Render messages: one to standard output, or many with --out or --format json.

    --out writes each e-mail as ID/email.LOCALE.SAMPLE.html and .txt (.eml or .json if --format says so), and messages
    of other channels as .json.
    """
    messages = render_messages(
        open_workspace(workspace),
        ids,
        channels=channel,
        locales=locale,
        samples=sample,
        data=data,
        assignments=set_,
    )
    if out is not None:
        _write(messages, out, format_)
    elif format_ is Format.NDJSON:
        for message in messages:
            sys.stdout.write(_json(message) + "\n")
    elif format_ is Format.JSON:
        rendered = ",\n".join(_json(message) for message in messages)
        sys.stdout.write(f'{{"version": 1, "messages": [\n{rendered}\n]}}\n')
    else:
        sys.stdout.write(_print_form(_only(list(messages)), format_))


def _only(messages: "Sequence[Message]") -> "Message":
    if len(messages) > 1:
        hint = "Name one, write them to files with `--out DIR`, or use `--format json`."
        raise UsageError(f"These are {len(messages)} messages, and only one can be printed.", hint=hint)
    return messages[0]


def _print_form(message: "Message", form: Format) -> str:
    from notify.render.message import Card, Email, Sms

    if form is Format.TEXT:
        match message:
            case Email() | Sms():
                return message.text.rstrip("\n") + "\n"
            case Card():
                return "".join(f"{words}\n" for words in message.words.values())
    return next(iter(_files(message, form).values())).decode()


def _write(rendered: "Iterator[Message]", folder: Path, form: Format) -> None:
    from notify.render.document import write_files

    messages = files = 0
    try:
        for message in rendered:
            files += len(list(write_files(message, folder, _files(message, form))))
            messages += 1
    finally:
        if messages:
            done = f"{counted(messages, 'message')}, {counted(files, 'file')} in {folder}"
            make_console(stderr=True).print(done, markup=False, soft_wrap=True)


def _files(message: "Message", form: Format) -> dict[str, bytes]:
    """The forms of a message by the endings of their files."""
    from notify.render.message import Email

    if not isinstance(message, Email) or form in {Format.JSON, Format.NDJSON}:
        return {"json": (_json(message) + "\n").encode()}
    if form is Format.EML:
        from notify.delivery.send import compose_sample

        return {"eml": compose_sample(message).content}
    return {"html": message.html.encode(), "txt": message.text.encode()}


def _json(message: "Message") -> str:
    from notify.render.document import describe_message

    return json.dumps(describe_message(message), ensure_ascii=False)
