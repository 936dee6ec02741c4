"""A command of this program that outlives nobody: `python -m notify.preview.browser.leash lint …`.

Its standard input is a pipe on which nothing is ever said. That ends with whoever has the other end, however they end,
and so does the command, with all that it has started.
"""

import _thread
import os
import runpy
import signal
import sys


def _end_with_them() -> None:
    os.read(0, 1)
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    # Not as one of `threading`, beside which workers are not forked but started anew: this one holds no lock, ever.
    _thread.start_new_thread(_end_with_them, ())
    runpy.run_module("notify", run_name="__main__")
