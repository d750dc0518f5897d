"""Both transports, against a master and a subscriber that are played here."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

import pytest

from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Publication
from fleet_nodes.gazebo.transport import HOST, GazeboNode, _frame, _read_frame
from fleet_nodes.gazebo.wire import WireError, encode

TOPIC, KIND = "/gazebo/hall/world_stats", "WorldStatistics"


class Master:
    """Knows one publisher, itself, of what it is asked for."""

    def __init__(self) -> None:
        self.heard: list[messages.Packet] = []
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def die(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while True:
                said = messages.packet_of(await _read_frame(reader))
                self.heard.append(said)
                if said.type == "subscribe":
                    one = Publication(TOPIC, "gazebo.msgs.WorldStatistics", HOST, self.port)
                    answer = messages.packet("publisher_subscribe", messages.publication(one))
                    writer.write(_frame(answer))
                if said.type == "sub":
                    writer.write(_frame(b"rubbish") + _frame(b"news"))
        except (OSError, EOFError):
            pass


async def until(condition: Callable[[], bool], what: str) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(what)


def played(play: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await asyncio.wait_for(play(), 20.0)

    asyncio.run(whole())


def test_a_node_hears_survives_rubbish_and_comes_back_when_the_master_does() -> None:
    async def play() -> None:
        master, heard = Master(), list[bytes]()

        def hear(data: bytes) -> None:
            if data == b"rubbish":
                raise WireError("not a message")
            heard.append(data)

        await master.start()
        node = GazeboNode(HOST, master.port)
        node.subscribe(TOPIC, KIND, hear)
        node.advertise("/gazebo/hall/world_control", messages.CONTROL)
        running = asyncio.create_task(node.run())
        await until(lambda: heard == [b"news"], "nothing was heard")
        assert {each.type for each in master.heard} == {"advertise", "subscribe", "sub"}

        await master.die()
        await until(lambda: not node.connected, "the end of the master was not noticed")
        again = Master()
        await again.start(master.port)
        await until(lambda: len(heard) == 2, "nothing was heard again")
        assert node.connections == 2
        running.cancel()

    played(play)


def test_a_node_gives_what_it_publishes_to_whoever_asks() -> None:
    async def play() -> None:
        master = Master()
        await master.start()
        node = GazeboNode(HOST, master.port)
        running = asyncio.create_task(node.run())
        await node.wait_connected(5.0)
        publisher = node.advertise("/gazebo/hall/world_control", messages.CONTROL)
        await until(lambda: bool(master.heard), "it was not advertised")
        said = messages.publication_of(master.heard[0].data)
        reader, writer = await asyncio.open_connection(said.host, said.port)
        writer.write(_frame(messages.packet("sub", messages.subscription(said))))
        await until(lambda: bool(publisher.listeners), "nobody listens")
        publisher.publish(b"go")
        assert await _read_frame(reader) == b"go"
        writer.close()
        await until(lambda: not publisher.listeners, "who has left still listens")
        running.cancel()

    played(play)


def test_a_frame_must_begin_with_its_length() -> None:
    async def play() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(b"HTTP/1.1 400")
        with pytest.raises(WireError, match=r"HTTP/1\.1"):
            await _read_frame(reader)

    played(play)


async def zmq_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    flags, length = await reader.readexactly(2)
    return flags, await reader.readexactly(length)


def test_ignition_is_discovered_and_speaks_to_a_0mq_subscriber() -> None:
    async def play() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ear.bind(("", 10317))
            group = socket.inet_aton("224.0.0.7") + socket.inet_aton(HOST)
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
            ear.setblocking(False)
            publisher = IgnitionPublisher("test_partition")
            publisher.advertise("/amr_1/joint_cmd", messages.JOINT_COMMAND)
            running = asyncio.create_task(publisher.run())
            name = b"@/test_partition@/amr_1/joint_cmd"
            said = b""
            while name not in said:  # others on this machine may speak as well
                said = await asyncio.get_running_loop().sock_recv(ear, 2048)
        assert struct.unpack("<H", said[:2])[0] == len(said) - 2
        port = int(said.split(b"tcp://127.0.0.1:")[1][:5].split(b"\x1a")[0])
        reader, writer = await asyncio.open_connection(HOST, port)
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x01NULL" + bytes(16 + 32)
        ready = b"\x05READY\x0bSocket-Type" + struct.pack(">I", 3) + b"SUB"
        writer.write(greeting + bytes([4, len(ready)]) + ready)
        assert (await reader.readexactly(64))[:10] == greeting[:10]
        flags, answer = await zmq_frame(reader)
        assert flags == 4
        assert answer.endswith(b"PUB")
        writer.write(bytes([0, 1 + len(name)]) + b"\x01" + name)
        await until(lambda: publisher.listened_to("/amr_1/joint_cmd"), "nobody listens")
        publisher.publish("/amr_1/joint_cmd", encode((2, "amr_1::left_wheel_joint")))
        parts = [await zmq_frame(reader) for _ in range(4)]
        assert [flags for flags, _part in parts] == [1, 1, 1, 0]
        assert parts[0][1] == name
        assert parts[2][1] == encode((2, "amr_1::left_wheel_joint"))
        assert parts[3][1] == b"ignition.msgs.JointCmd"
        running.cancel()

    played(play)
