"""A mail server on this machine, in the process of the test: it takes letters in SMTP and keeps them.

It can hold a letter at each step of the conversation, so that a test can kill the sender there, and it can be away.
"""

import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

# The steps at which something can go wrong, in order.
STEPS = ("connected", "greeted", "sender", "recipient", "data", "accepted", "answered")


@dataclass
class MailServer:
    letters: list[EmailMessage] = field(default_factory=list)
    # What is answered about an address, instead of yes.
    refusals: dict[str, str] = field(default_factory=dict)
    at_step: Callable[[str], None] = lambda step: None
    port: int = 0
    _server: socketserver.ThreadingTCPServer | None = None

    def start(self, port: int = 0) -> "MailServer":
        house = self

        class Handler(_Conversation):
            server_of_test = house

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Conversation(socketserver.StreamRequestHandler):
    server_of_test: MailServer

    def handle(self) -> None:
        with suppress(OSError):  # the sender died
            self._talk()

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _talk(self) -> None:
        house = self.server_of_test
        house.at_step("connected")
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb in (b"EHLO", b"HELO"):
                house.at_step("greeted")
                self._say("250 test")
            elif verb == b"MAIL":
                house.at_step("sender")
                self._say("250 yes")
            elif verb == b"RCPT":
                house.at_step("recipient")
                address = line.decode().partition("<")[2].partition(">")[0]
                self._say(house.refusals.get(address, "250 yes"))
            elif verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _take(self) -> None:
        house = self.server_of_test
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # cut off: not accepted
            lines.append(line[1:] if line.startswith(b"..") else line)
        house.at_step("data")
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        house.letters.append(letter)
        house.at_step("accepted")
        self._say("250 taken")
        house.at_step("answered")
