"""A name server on loopback that knows a few texts, and the resolver that asks it."""

import socket
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


class NameServer:
    """The server, running from `with` to its end. `texts` are TXT records by name; `asked` is what it was asked for.

    A name that it does not know does not exist, unless `fault` says that it answers so to everything.
    """

    def __init__(self, texts: Mapping[str, Sequence[str]], fault: dns.rcode.Rcode | None = None) -> None:
        self.texts = texts
        self.asked: list[str] = []
        self._fault = fault
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    @property
    def resolver(self) -> dns.resolver.Resolver:
        """A resolver that asks this server, and no other."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self._socket.getsockname()[1]
        return resolver

    def _serve(self) -> None:
        while True:
            question, who = self._socket.recvfrom(65_535)
            if not question:
                return
            self._socket.sendto(self._answer(dns.message.from_wire(question)).to_wire(), who)

    def _answer(self, question: dns.message.Message) -> dns.message.Message:
        asked = question.question[0]
        name = asked.name.to_text(omit_final_dot=True)
        self.asked.append(name)
        answer = dns.message.make_response(question, recursion_available=True)
        found = self.texts.get(name)
        if self._fault is not None:
            answer.set_rcode(self._fault)
        elif found is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif found:
            # A string in the DNS has 255 bytes at most; a text has as many strings as it takes.
            written = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in found]
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", "TXT", *written))
        return answer
