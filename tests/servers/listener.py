"""A port of 127.0.0.1 that the system chose, and whoever connects to it."""

import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

HOST: Final = "127.0.0.1"


class Listener:
    """Listens on `port` at once, and from `start` to `stop` hands each connection to `take`, in order, in a thread."""

    def __init__(self, take: Callable[[socket.socket], None]) -> None:
        self._take = take
        self._listening = socket.create_server((HOST, 0), backlog=128)
        self.port: Final = int(self._listening.getsockname()[1])
        self._bell, self._button = socket.socketpair()
        self._thread = threading.Thread(target=self._accept, name=f"port {self.port}")

    def start(self) -> None:
        """Lets clients in; those that have connected before come first."""
        self._thread.start()

    def stop(self) -> None:
        """Lets nobody in any more: who connects now is refused. May be called again."""
        self._button.close()
        self._thread.join()
        self._listening.close()
        self._bell.close()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listening, selectors.EVENT_READ)
            waiting.register(self._bell, selectors.EVENT_READ)
            while not any(key.fileobj is self._bell for key, _ in waiting.select()):
                with suppress(ConnectionError):  # of a client that has left already
                    connection, _ = self._listening.accept()
                    self._take(connection)
