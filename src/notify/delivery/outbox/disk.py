"""What to say when the disk will not have a message."""

import contextlib
import errno
from collections.abc import Iterator
from typing import Final

from notify.errors import DeliveryError
from notify.source import Position

_CURES: Final = {
    errno.ENOSPC: "Make room on the disk; old runs in `.notify/outbox` can be deleted.",
    errno.EDQUOT: "Make room in your quota; old runs in `.notify/outbox` can be deleted.",
    errno.EACCES: "Give yourself the right to write there.",
    errno.EPERM: "Give yourself the right to write there.",
    errno.EROFS: "Copy the workspace to a disk that can be written to.",
    errno.EEXIST: "Move what is in the way.",
    errno.ENOTDIR: "Move the file that is in the way of a folder.",
    errno.ENAMETOOLONG: "Move the workspace to a folder with a shorter path.",
}


@contextlib.contextmanager
def explaining(place: str) -> Iterator[None]:
    """Turns an OSError inside into a DeliveryError at `place` (relative to the workspace) that says what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeliveryError(
            f"The outbox cannot be used: {reason}.",
            position=Position(place),
            hint=_CURES.get(error.errno or 0, "Look at the disk and at who may write to this place."),
        ) from error
