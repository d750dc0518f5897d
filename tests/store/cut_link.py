"""A link that can be cut: a TCP relay on loopback, in front of a real server."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable
from enum import Enum, auto


class Line(Enum):
    """How the link is."""

    UP = auto()
    SILENT = auto()  # packets vanish, as when a cable is pulled: nobody is told
    DOWN = auto()  # connections break and are refused


class CutLink:
    """Passes bytes both ways until it is told otherwise."""

    def __init__(self, port: int) -> None:
        """``port``: of the server."""
        self._server_port = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._line = Line.UP
        self._drop: Callable[[bytes], bool] | None = None
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def up(self) -> None:
        """What was silent stays lost: its connections break."""
        self._break()
        self._line = Line.UP

    def silent(self) -> None:
        self._line = Line.SILENT

    def down(self) -> None:
        self._line = Line.DOWN
        self._break()

    def lose_answer_to(self, word: bytes, after: bytes) -> None:
        """Once: the next thing with this word, behind something with ``after``, reaches the server,
        whose answer never comes back; then the connection breaks."""
        begun = False

        def drop(asked: bytes) -> bool:
            nonlocal begun
            begun |= after in asked
            return begun and word in asked

        self._drop = drop

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._break()
        self._door.close()

    def _break(self) -> None:
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for each in pair:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def _run(self) -> None:
        self._door.settimeout(0.02)
        while not self._ended.is_set():
            self._welcome()
            if self._line is Line.UP:
                for pair in list(self._pairs):
                    self._pass_on(pair)

    def _welcome(self) -> None:
        wait_s = 0.0 if self._pairs and self._line is Line.UP else 0.02
        self._door.settimeout(wait_s)
        try:
            caller, _ = self._door.accept()
        except (TimeoutError, BlockingIOError):
            return
        if self._line is Line.DOWN:
            caller.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self._server_port), 1.0)
        except OSError:
            caller.close()
            return
        self._pairs.append((caller, server))

    def _pass_on(self, pair: tuple[socket.socket, socket.socket]) -> None:
        caller, server = pair
        with selectors.DefaultSelector() as ready:
            try:
                ready.register(caller, selectors.EVENT_READ)
                ready.register(server, selectors.EVENT_READ)
                for key, _ in ready.select(0.002):
                    came_from = key.fileobj
                    assert isinstance(came_from, socket.socket)
                    data = came_from.recv(65536)
                    if not data:
                        raise ConnectionError
                    if came_from is caller:
                        server.sendall(data)
                        if self._drop is not None and self._drop(data):
                            self._drop = None
                            server.recv(65536)  # it is done; nobody hears of it
                            raise ConnectionError
                    else:
                        caller.sendall(data)
            except (OSError, ValueError):
                for each in pair:
                    each.close()
                if pair in self._pairs:
                    self._pairs.remove(pair)
