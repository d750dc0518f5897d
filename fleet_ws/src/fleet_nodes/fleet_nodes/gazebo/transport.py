"""Gazebo 11's transport: a node that publishes and subscribes, over TCP, with asyncio.

The master (gzserver) knows who publishes what. Frames are eight hexadecimal digits, the length, and
so many bytes. To and from the master every frame is a `Packet`. A subscriber connects to the
publisher that the master names, sends one packet "sub", and is sent frames with bare messages from
then on. Source: gazebo/transport (Connection.cc, ConnectionManager.cc) and gazebo/Master.cc.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.messages import PREFIX, Packet, Publication
from fleet_nodes.gazebo.wire import WireError

Hear = Callable[[bytes], None]

_HEADER = 8
_LONGEST_FRAME = 64 * 1024 * 1024
_MOST_UNSENT = 1024 * 1024
"""Bytes that a slow reader may let wait; beyond, frames for it are dropped."""
_HANG_UP_AFTER_S = 10.0
_AGAIN_FIRST_S, _AGAIN_MOST_S = 0.1, 2.0
HOST = "127.0.0.1"

log = logging.getLogger(__name__)


class Publisher:
    """One topic that this node publishes."""

    def __init__(self, topic: str, kind: str) -> None:
        self.topic, self.kind = topic, kind
        self.listeners: set[asyncio.StreamWriter] = set()

    def publish(self, message: bytes) -> None:
        """To all who listen now."""
        for writer in tuple(self.listeners):
            if writer.transport.get_write_buffer_size() < _MOST_UNSENT:
                writer.write(_frame(message))


class GazeboNode:
    """Connects, and connects again for as long as it runs; topics are full names
    (/gazebo/WORLD/...)."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._publishers: dict[str, Publisher] = {}
        self._hearers: dict[str, tuple[str, Hear]] = {}
        self._server: asyncio.Server | None = None
        self._master: asyncio.StreamWriter | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: dict[str, asyncio.Task[None]] = {}  # by topic
        self._connected = asyncio.Event()
        self.connections = 0  # with the master, since the beginning

    @property
    def connected(self) -> bool:
        return self._connected.is_set()

    async def wait_connected(self, within_s: float) -> None:
        """Raises TimeoutError."""
        await asyncio.wait_for(self._connected.wait(), within_s)

    def advertise(self, topic: str, kind: str) -> Publisher:
        """Publish a topic; ``kind`` without the package."""
        one = self._publishers[topic] = Publisher(topic, kind)
        self._tell("advertise", messages.publication(self._publication(topic, kind)))
        return one

    def subscribe(self, topic: str, kind: str, hear: Hear) -> None:
        """Hear a topic, also one that nobody publishes yet."""
        self._hearers[topic] = (kind, hear)
        self._tell("subscribe", messages.subscription(self._publication(topic, kind)))

    def hears(self, topic: str) -> bool:
        """Whether it was subscribed."""
        return topic in self._hearers

    def expire(self, topic: str) -> None:
        """Hear no longer what is published no more.

        The connection stays open a while: a publisher of Gazebo that still has something to say to
        somebody who has hung up waits for it for good, and is mute to all others (Publisher.cc
        counts what is on its way, Connection.cc forgets it when a connection ends)."""
        self._hearers.pop(topic, None)
        listening = self._listening.pop(topic, None)
        if listening is not None:
            asyncio.get_running_loop().call_later(_HANG_UP_AFTER_S, listening.cancel)

    async def run(self) -> None:
        """Until cancelled."""
        self._server = await asyncio.start_server(self._welcome, HOST, 0)
        again_s = _AGAIN_FIRST_S
        try:
            while True:
                before = self.connections
                with suppress(OSError, EOFError, WireError):
                    await self._stay_with_master()
                self._forget_master()
                again_s = _AGAIN_FIRST_S if self.connections > before else again_s * 2.0
                await asyncio.sleep(min(again_s, _AGAIN_MOST_S))
        finally:
            self._forget_master()
            self._server.close()

    async def _stay_with_master(self) -> None:
        reader, writer = await asyncio.open_connection(*self._address)
        self._master = writer
        self.connections += 1
        for topic, publisher in self._publishers.items():
            one = self._publication(topic, publisher.kind)
            self._tell("advertise", messages.publication(one))
        for topic, (kind, _hear) in self._hearers.items():
            self._tell("subscribe", messages.subscription(self._publication(topic, kind)))
        self._connected.set()
        while True:
            self._obey(messages.packet_of(await _read_frame(reader)))

    def _obey(self, said: Packet) -> None:
        """What the master says; of publishers that nobody asked for nothing is wanted."""
        if said.type in ("publisher_subscribe", "publisher_advertise"):
            publisher = messages.publication_of(said.data)
            if publisher.topic in self._hearers:
                self._listening[publisher.topic] = self._start(self._listen(publisher))

    async def _listen(self, publisher: Publication) -> None:
        kind, hear = self._hearers[publisher.topic]
        reader, writer = await asyncio.open_connection(publisher.host, publisher.port)
        try:
            asked = messages.subscription(self._publication(publisher.topic, kind))
            writer.write(_frame(messages.packet("sub", asked)))
            while True:
                message = await _read_frame(reader)
                try:
                    hear(message)
                except WireError as error:
                    log.warning("gazebo topic %s: %s", publisher.topic, error)
        finally:
            writer.close()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A subscriber of ours."""
        publisher: Publisher | None = None
        try:
            said = messages.packet_of(await _read_frame(reader))
            publisher = self._publishers.get(messages.subscribed_topic(said.data))
            if publisher is not None:
                publisher.listeners.add(writer)
                await reader.read()  # until it leaves
        except (OSError, EOFError, WireError) as error:
            log.debug("a gazebo subscriber left: %s", error)
        except asyncio.CancelledError:
            pass  # the loop ends; asyncio.streams would print it
        finally:
            if publisher is not None:
                publisher.listeners.discard(writer)
            writer.close()

    def _publication(self, topic: str, kind: str) -> Publication:
        port = self._server.sockets[0].getsockname()[1] if self._server else 0
        return Publication(topic, PREFIX + kind, HOST, port)

    def _tell(self, kind: str, data: bytes) -> None:
        if self._master is not None:
            self._master.write(_frame(messages.packet(kind, data)))

    def _start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        async def guarded() -> None:
            with suppress(OSError, EOFError, WireError):
                await work

        task = asyncio.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _forget_master(self) -> None:
        self._connected.clear()
        for task in tuple(self._tasks):
            task.cancel()
        if self._master is not None:
            self._master.close()
            self._master = None


def _frame(content: bytes) -> bytes:
    return f"{len(content):0{_HEADER}x}".encode("ascii") + content


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    """Raises EOFError at the end, WireError for what is no frame."""
    header = await reader.readexactly(_HEADER)
    try:
        length = int(header, 16)
    except ValueError as error:
        raise WireError(f"a frame begins with {header!r}, not with its length") from error
    if not 0 <= length <= _LONGEST_FRAME:
        raise WireError(f"a frame of {length} bytes; at most {_LONGEST_FRAME} are read")
    return await reader.readexactly(length)
