"""`python -m notify`, and the command `notify`: ready for Ctrl-C before anything else is imported."""

import gc
import os
import signal
from types import FrameType
from typing import NoReturn


def _quit(_signal: int, _frame: FrameType | None) -> NoReturn:
    os.write(2, b"\nInterrupted.\n")
    os._exit(130)


def main() -> NoReturn:
    """Runs the command and exits."""
    signal.signal(signal.SIGINT, _quit)
    # What is loaded stays, so that looking through it for garbage is in vain; whoever renders turns this on again.
    gc.disable()
    from notify.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
