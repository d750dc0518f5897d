"""The protobuf wire format, as far as Gazebo's messages use it.

A message is a row of fields, each a number with a value: whole numbers (varint), doubles (eight
bytes), and texts, bytes or messages within (a length and so many bytes). Source: Protocol Buffers,
"Encoding".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fleet_core.model.errors import WorkError

Value = int | float | str | bytes
Fields = dict[int, list[int | float | bytes]]

_VARINT, _DOUBLE, _BYTES = 0, 1, 2
_LONGEST_VARINT = 10


class WireError(WorkError):
    """Bytes that are no message."""


def encode(*fields: tuple[int, Value]) -> bytes:
    """The message with these fields, in this order."""
    out = bytearray()
    for number, value in fields:
        if isinstance(value, float):
            out += _varint(number << 3 | _DOUBLE) + struct.pack("<d", value)
        elif isinstance(value, int):
            out += _varint(number << 3 | _VARINT) + _varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            out += _varint(number << 3 | _BYTES) + _varint(len(content)) + content
    return bytes(out)


def decode(data: bytes) -> Fields:
    """All values by field number. Raises WireError for what is no message."""
    found: Fields = {}
    at = 0
    while at < len(data):
        tag, at = _read_varint(data, at)
        value, at = _read_value(data, at, tag & 7)
        found.setdefault(tag >> 3, []).append(value)
    return found


def parts_of(data: bytes, number: int) -> Iterator[tuple[int, int]]:
    """Where the messages in field ``number`` begin and end; nothing is copied and nothing read that
    is in them. Raises WireError for what is no message."""
    at = 0
    while at < len(data):
        tag, at = _read_varint(data, at)
        if tag & 7 == _BYTES:
            length, at = _read_varint(data, at)
            if at + length > len(data):
                raise WireError(f"a message ends within a field of {length} bytes at byte {at}")
            if tag >> 3 == number:
                yield at, at + length
            at += length
        else:
            _value, at = _read_value(data, at, tag & 7)


def _varint(value: int) -> bytes:
    value &= 2**64 - 1  # negative numbers are written as ten bytes
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read_value(data: bytes, at: int, kind: int) -> tuple[int | float | bytes, int]:
    match kind:
        case 0:
            return _read_varint(data, at)
        case 1:
            return _read_number(data, at, "<d", 8)
        case 2:
            return _read_bytes(data, at)
        case 5:
            return _read_number(data, at, "<f", 4)
    raise WireError(f"a message has a field of kind {kind} at byte {at}")


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at >= len(data):
            raise WireError(f"a message ends within a number at byte {at}")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at
    raise WireError(f"a message has a number without an end at byte {at}")


def _read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = _read_varint(data, at)
    if at + length > len(data):
        raise WireError(f"a message ends within a field of {length} bytes at byte {at}")
    return data[at : at + length], at + length


def _read_number(data: bytes, at: int, form: str, size: int) -> tuple[float, int]:
    if at + size > len(data):
        raise WireError(f"a message ends within a number at byte {at}")
    return struct.unpack_from(form, data, at)[0], at + size
