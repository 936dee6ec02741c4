"""A message as programs read it, and as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notify.errors import WorkspaceError
from notify.files import write_whole
from notify.render.message import Card, Email, Message, Sms
from notify.source import Position


def describe_message(message: Message) -> dict[str, Any]:
    """The machine form of a message: one entry of `messages` in `notify render --format json`, version 1.

    Sizes are in bytes of UTF-8. `locale_used` differs from `locale` where the words fell back to another one.
    """
    described: dict[str, Any] = {
        "notification": message.notification,
        "channel": message.channel,
        "locale": message.locale,
        "locale_used": message.locale_used,
        "sample": message.sample,
    }
    match message:
        case Email():
            described |= {
                "subject": message.subject,
                "preheader": message.preheader,
                "html": message.html,
                "text": message.text,
                "headers": dict(message.headers),
                "bytes": {"html": len(message.html.encode()), "text": len(message.text.encode())},
            }
        case Sms():
            described |= {"text": message.text, "encoding": message.encoding, "segments": message.segments}
        case Card():
            described |= message.words
    return described


def write_files(message: Message, folder: Path, files: Mapping[str, bytes]) -> int:
    """Writes the forms of a message, by their endings, as `<id>/<channel>.<locale>.<sample>.<ending>` below a folder.

    Each file takes the place of an older one of that name, and is whole at any moment; one that says the same already
    is left alone. Returns how many there are.
    Raises WorkspaceError where the folder cannot be written to.
    """
    for ending, content in files.items():
        name = f"{message.channel}.{message.locale}.{message.sample}.{ending}"
        path = folder / message.notification / name
        try:
            _write(path, content)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            hint = "Name another folder, or make room in this one."
            raise WorkspaceError(
                f"This cannot be written: {reason}.", position=Position(str(path)), hint=hint
            ) from error
    return len(files)


def _write(path: Path, content: bytes) -> None:
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            # Whoever watches the folder hears of what is new only.
            return
    except OSError:
        # Whatever is in the way of reading, writing says what it is.
        pass
    try:
        write_whole(path, content, replace=True, durable=False)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content, replace=True, durable=False)
