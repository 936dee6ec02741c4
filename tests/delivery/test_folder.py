"""The folder of a run: what was queued comes back as it was."""

from contextlib import closing
from pathlib import Path

import pytest

from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.folder import RunFolder, write_all
from notify.delivery.outbox.journal import read_run
from notify.delivery.transport import Outgoing

from .messages import make_composed, make_email

RUN = "20260301T090000Z-k3f9"


@pytest.mark.parametrize(
    "composed",
    [
        make_composed(),
        make_composed(to="équipe@example.com"),
        make_composed(make_email(Reply_To="équipe@nimbus.example")),
        make_composed(make_email(Subject="Réinitialisez", text="é")),
    ],
)
def test_what_was_queued_comes_back_as_it_was(composed: Composed, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, RUN)
    outgoing = Outgoing(number=1, message=make_email(), recipient="ana@example.com", composed=composed)
    with closing(folder.create()) as journal:
        journal.queue(write_all(folder, [outgoing]), "staging")
    (left,) = folder.read_open(read_run(tmp_path, RUN))
    assert isinstance(left, Outgoing)
    assert left.composed == composed
