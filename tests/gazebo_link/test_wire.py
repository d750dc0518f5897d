"""Messages of Gazebo as bytes."""

from __future__ import annotations

from contextlib import suppress
from math import cos, isclose, pi, sin

from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.errors import WorkError
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.messages import Gains, Publication
from fleet_nodes.gazebo.wire import decode, encode

numbers = st.integers(1, 2**28)
values = st.one_of(
    st.integers(0, 2**63 - 1), st.floats(allow_nan=False), st.text(max_size=300), st.binary()
)


@given(st.lists(st.tuples(numbers, values), max_size=8))
def test_what_is_encoded_is_decoded(fields: list[tuple[int, int | float | str | bytes]]) -> None:
    found = decode(encode(*fields))
    wanted: dict[int, list[int | float | bytes]] = {}
    for number, value in fields:
        wanted.setdefault(number, []).append(value.encode() if isinstance(value, str) else value)
    assert found == wanted


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused_and_nothing_else(data: bytes) -> None:
    for read in (
        decode,
        messages.packet_of,
        messages.publication_of,
        messages.contacts_of,
        messages.touches_of,
        messages.models_of,
        messages.statistics_of,
        lambda data: messages.poses_of(data, {"amr_1"}),
    ):
        with suppress(WorkError):
            read(data)


def test_the_encoding_is_that_of_the_protobuf_documentation() -> None:
    assert encode((1, 150)) == bytes.fromhex("089601")
    assert encode((2, "testing")) == bytes.fromhex("120774657374696e67")
    assert encode((1, -1)) == b"\x08" + b"\xff" * 9 + b"\x01"


def pose(name: str, x: float, y: float, heading_rad: float) -> bytes:
    position = encode((1, x), (2, y), (3, 0.1))
    turn = encode((2, 0.0), (3, 0.0), (4, sin(heading_rad / 2.0)), (5, cos(heading_rad / 2.0)))
    return encode((1, name), (2, 7), (3, position), (4, turn))


@given(st.floats(-100.0, 100.0), st.floats(-3.1, 3.1))
def test_poses_of_wanted_models_are_read(x: float, heading_rad: float) -> None:
    time = encode((1, 12), (2, 500_000_000))
    both = [(2, pose("amr_1", x, 2.0, heading_rad)), (2, pose("amr_1::body", 0.0, 0.0, 0.0))]
    found = messages.poses_of(encode((1, time), *both), {"amr_1", "amr_2"})
    assert found.time_s == 12.5
    assert set(found.poses) == {"amr_1"}
    assert isclose(found.poses["amr_1"].pose.x_m, x)
    assert isclose(found.poses["amr_1"].pose.heading_rad, heading_rad, abs_tol=1e-9)


def test_contacts_name_both_bodies_and_the_depth() -> None:
    time = encode((1, 3), (2, 0))
    one = encode((1, "a::body::body"), (2, "b::body::body"), (5, 0.01), (5, 0.02), (7, time))
    (found,) = messages.contacts_of(encode((1, one), (2, time)))
    assert (found.first, found.second) == ("a::body::body", "b::body::body")
    assert (found.time_s, found.depth_m) == (3.0, 0.02)
    message = encode((1, one), (1, one), (2, time))
    assert messages.contacts_of(message, lambda first, _second: first.startswith("a::")) == []
    assert messages.touches_of(message) == (3.0, {("a::body::body", "b::body::body")})


def test_models_are_read_from_an_answer() -> None:
    # model_v.proto: its models are field 2.
    models = encode((2, encode((1, "floor"), (2, 7))), (2, encode((1, "load_1"))))
    answer = encode((1, 1), (2, "entity_list"), (3, "success"), (4, "Model_V"), (5, models))
    assert messages.models_of(answer) == ["floor", "load_1"]
    other = encode((1, 1), (2, "entity_delete"), (3, "success"))
    assert messages.models_of(other) is None


def test_a_publication_comes_back() -> None:
    one = Publication("/gazebo/hall/pose/info", "gazebo.msgs.PosesStamped", "127.0.0.1", 40123)
    assert messages.publication_of(messages.publication(one)) == one


def test_joint_commands_carry_target_gains_and_torque() -> None:
    gains = Gains(p=300.0, i=5.0, d=0.0, limit=45.0)
    wheel = decode(messages.wheel_command("amr_1::left_wheel_joint", 2.0, 7.0, gains))
    assert wheel[2] == [b"amr_1::left_wheel_joint"]
    assert decode(wheel[8][0])[2] == [7.0]  # type: ignore[arg-type]
    controller = decode(wheel[6][0])  # type: ignore[arg-type]
    told = [decode(controller[number][0])[2][0] for number in range(9, 16)]  # type: ignore[arg-type]
    assert told == [2.0, 300.0, 5.0, 0.0, 45.0, -45.0, 45.0]
    steer = decode(messages.steer_command("f::drive_wheel_steer_joint", pi / 2.0, gains))
    assert 5 in steer and 6 not in steer
