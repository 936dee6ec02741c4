"""`notify render`: messages to standard output or to files."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from notify.cli.cache import open_cache
from notify.cli.console import counted, make_console
from notify.cli.messages import render_messages
from notify.cli.options import Assignments, Channels, DataFile, Folder, Ids, Jobs, Locales, NoCache, Samples
from notify.cli.workspace import open_workspace
from notify.errors import NotifyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from notify.render.message import Message

Product = TypeVar("Product")


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
    jobs: Jobs = None,
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Render messages: one to standard output, or many with --out or --format json.

    --out writes each e-mail as ID/email.LOCALE.SAMPLE.html and .txt (.eml or .json if --format says so), and messages
    of other channels as .json.
    """
    cache = open_cache(no_cache=no_cache)
    opened = open_workspace(workspace, cache)

    def rendered(finish: "Callable[[Message], Product]") -> "AbstractContextManager[Iterator[Product]]":
        return closing(
            render_messages(
                opened,
                ids,
                finish,
                jobs=jobs,
                cache=cache,
                channels=channel,
                locales=locale,
                samples=sample,
                data=data,
                assignments=set_,
                prints=out is None,
            )
        )

    if out is not None:
        with rendered(partial(_write, folder=out, form=format_, root=opened.root)) as written:
            _count(written, out)
    elif format_ is Format.NDJSON:
        with rendered(_json) as lines:
            for line in lines:
                _print(line + "\n")
    elif format_ is Format.JSON:
        with rendered(_json) as lines:
            _print_document(lines)
    else:
        with rendered(partial(_print_form, form=format_, root=opened.root)) as forms:
            sys.stdout.write(_only(forms))


def _print(text: str) -> None:
    """Hands over at once: whoever reads need not wait for more, and is noticed when they have read enough."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _print_document(messages: "Iterator[str]") -> None:
    """Prints the JSON document of messages as they come; whole as well where some of them cannot be rendered."""
    before = '{"version": 1, "messages": [\n'
    try:
        for message in messages:
            _print(before + message)
            before = ",\n"
    except NotifyError:
        if before == ",\n":
            _print("\n]}\n")
        raise
    _print("\n]}\n")


def _only(forms: "Iterator[str]") -> str:
    first = next(forms)
    more = sum(1 for _ in forms)
    if more:
        hint = "Name one, write them to files with `--out DIR`, or use `--format json`."
        raise UsageError(f"These are {more + 1} messages, and only one can be printed.", hint=hint)
    return first


def _print_form(message: "Message", form: Format, root: Path) -> str:
    from notify.render.message import Card, Email, Sms

    if form is Format.TEXT:
        match message:
            case Email() | Sms():
                return message.text.rstrip("\n") + "\n"
            case Card():
                return "".join(f"{words}\n" for words in message.words.values())
    return next(iter(_files(message, form, root).values())).decode()


def _count(written: Iterator[int], folder: Path) -> None:
    messages = files = 0
    least = ""
    try:
        for number in written:
            files += number
            messages += 1
    except NotifyError:
        raise
    except BaseException:
        # Broken off: other processes may have written more, which nobody hears of any more.
        least = "at least "
        raise
    finally:
        if messages:
            done = f"{least}{counted(messages, 'message')}, {counted(files, 'file')} in {folder}"
            make_console(stderr=True).print(done, markup=False, soft_wrap=True)


def _write(message: "Message", folder: Path, form: Format, root: Path) -> int:
    """Writes the files of a message, and says how many they are."""
    from notify.render.document import write_files

    return write_files(message, folder, _files(message, form, root))


def _files(message: "Message", form: Format, root: Path) -> dict[str, bytes]:
    """The forms of a message of the workspace `root` by the endings of their files."""
    from notify.render.message import Email

    if not isinstance(message, Email) or form in {Format.JSON, Format.NDJSON}:
        return {"json": (_json(message) + "\n").encode()}
    if form is Format.EML:
        from notify.delivery.compose.inline import InlineImages
        from notify.delivery.compose.send import compose_sample

        return {"eml": compose_sample(message, InlineImages(root)).content}
    return {"html": message.html.encode(), "txt": message.text.encode()}


def _json(message: "Message") -> str:
    from notify.render.document import describe_message

    return json.dumps(describe_message(message), ensure_ascii=False)
