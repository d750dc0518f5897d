"""Publishing over Ignition Transport 8, by which Gazebo 11 takes commands for joints.

Discovery is by UDP: who publishes says so to a multicast group, here once a second. Subscribers
then connect a 0MQ SUB socket to the address that was said. Sources: ign-transport 8 (Discovery.hh,
NodeShared.cc), ign-msgs 5 (discovery.proto), ZMTP 3.0 (0MQ RFC 23).
"""

from __future__ import annotations

import asyncio
import socket
import struct
import uuid
from contextlib import suppress

from fleet_nodes.gazebo.wire import WireError, encode

HOST = "127.0.0.1"
_GROUP = ("224.0.0.7", 10317)
_WIRE_VERSION = 10
_ADVERTISE, _BYE = 1, 5
_SCOPE_ALL = 2
_AGAIN_S = 1.0  # who was silent for 3 s is forgotten
_MORE, _LONG, _COMMAND = 1, 2, 4
_MOST_UNSENT = 1024 * 1024
_LONGEST_FRAME = 1024 * 1024


class IgnitionPublisher:
    """All topics of one process. ``partition`` is that of the subscribers (IGN_PARTITION)."""

    def __init__(self, partition: str) -> None:
        self._partition = partition
        self._process = str(uuid.uuid4())
        self._types: dict[str, str] = {}
        self._listeners: dict[asyncio.StreamWriter, set[bytes]] = {}
        self._address = ""
        self._frames: dict[str, tuple[bytes, bytes, bytes]] = {}

    def advertise(self, topic: str, kind: str) -> None:
        """``kind`` with its package: ignition.msgs.JointCmd."""
        self._types[topic] = kind

    def listened_to(self, topic: str) -> bool:
        """Whether anybody hears what is published."""
        name = self._full(topic)
        return any(_wants(wanted, name) for wanted in self._listeners.values())

    def publish(self, topic: str, message: bytes) -> None:
        """To all who listen now."""
        if not self._listeners:
            return
        name, before, after = self._around(topic)
        content = before + _frame(message, last=False) + after
        for writer, wanted in tuple(self._listeners.items()):
            unsent = writer.transport.get_write_buffer_size()
            if _wants(wanted, name) and unsent < _MOST_UNSENT:
                writer.write(content)

    def _around(self, topic: str) -> tuple[bytes, bytes, bytes]:
        """A topic's full name, and the frames before and after each of its messages."""
        found = self._frames.get(topic)
        if found is None:
            name = self._full(topic)
            before = _frame(name, last=False) + _frame(self._address.encode(), last=False)
            after = _frame(self._types[topic].encode(), last=True)
            found = self._frames[topic] = (name, before, after)
        return found

    async def run(self) -> None:
        """Until cancelled."""
        server = await asyncio.start_server(self._welcome, HOST, 0)
        self._address = f"tcp://{HOST}:{server.sockets[0].getsockname()[1]}"
        self._frames.clear()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
            caller.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(HOST))
            try:
                while True:
                    for topic in self._types:
                        self._say(caller, _ADVERTISE, (7, self._publication(topic)))
                    await asyncio.sleep(_AGAIN_S)
            finally:
                self._say(caller, _BYE)
                server.close()

    def _say(self, caller: socket.socket, kind: int, *content: tuple[int, bytes]) -> None:
        """discovery.proto, after its length."""
        said = encode((2, _WIRE_VERSION), (3, self._process), (4, kind), *content)
        with suppress(OSError):  # a full buffer; the next one is a second away
            caller.sendto(struct.pack("<H", len(said)) + said, _GROUP)

    def _publication(self, topic: str) -> bytes:
        kind = encode((1, self._address), (2, self._types[topic]))
        return encode(
            (1, self._full(topic)),
            (2, self._address),
            (3, self._process),
            (4, self._process),
            (5, _SCOPE_ALL),
            (6, kind),
        )

    def _full(self, topic: str) -> bytes:
        return f"@/{self._partition}@{topic}".encode()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(_GREETING)
            await reader.readexactly(len(_GREETING))
            _flags, hello = await _read_frame(reader)
            listens = b"Socket-Type\0\0\0\3SUB" in hello
            # The other callers only tell that they listen: DEALERs, which talk to a ROUTER.
            writer.write(_command(b"READY", b"Socket-Type", b"PUB" if listens else b"ROUTER"))
            if listens:
                self._listeners[writer] = set()
            while True:
                flags, body = await _read_frame(reader)
                if listens and not flags & _COMMAND:
                    _note(self._listeners[writer], body)
        except (OSError, EOFError, WireError):
            pass  # it has left
        except asyncio.CancelledError:
            pass  # the loop ends; asyncio.streams would print it
        finally:
            self._listeners.pop(writer, None)
            writer.close()


_GREETING = (
    b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL".ljust(20, b"\0") + b"\0" + bytes(31)
)


def _note(wanted: set[bytes], body: bytes) -> None:
    """A subscription (1 and a prefix of topics), or its end (0)."""
    if body[:1] == b"\1":
        wanted.add(body[1:])
    else:
        wanted.discard(body[1:])


def _wants(wanted: set[bytes], name: bytes) -> bool:
    return any(name.startswith(prefix) for prefix in wanted)


def _command(name: bytes, key: bytes, value: bytes) -> bytes:
    content = bytes([len(name)]) + name + bytes([len(key)]) + key
    content += struct.pack(">I", len(value)) + value
    return bytes([_COMMAND, len(content)]) + content


def _frame(content: bytes, *, last: bool) -> bytes:
    flags = 0 if last else _MORE
    if len(content) < 256:
        return bytes([flags, len(content)]) + content
    return bytes([flags | _LONG]) + struct.pack(">Q", len(content)) + content


async def _read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    flags = (await reader.readexactly(1))[0]
    if flags & _LONG:
        (length,) = struct.unpack(">Q", await reader.readexactly(8))
    else:
        length = (await reader.readexactly(1))[0]
    if length > _LONGEST_FRAME:
        raise WireError(f"a subscriber sends a frame of {length} bytes")
    return flags, await reader.readexactly(length)
