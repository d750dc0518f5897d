"""Text files from anywhere: whatever is wrong with one ends in one clear line."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from fleet_core.model.errors import LayoutError

LAYOUT_LIMIT_BYTES = 64 * 1024 * 1024
"""Far above any plant that is known (10 000 edges are about 5 MB)."""

DEPTH_LIMIT = 64
"""A LIF is 9 levels deep; vendor properties may add some."""


def read_text(path: Path, limit_bytes: int = LAYOUT_LIMIT_BYTES) -> str:
    """The text of a UTF-8 file. Raises LayoutError."""
    raw = _read_bytes(path, limit_bytes)
    if b"\0" in raw[:4096]:
        raise LayoutError(f"layout {path.name}: holds binary data; expected text in UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = raw.count(b"\n", 0, cause.start) + 1
        raise LayoutError(
            f"layout {path.name}: line {line} is not UTF-8 (byte {raw[cause.start]:#04x}); "
            "expected text in UTF-8"
        ) from cause


def _read_bytes(path: Path, limit_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise LayoutError(f"layout {path}: is a folder; expected a file")
        if not path.exists():
            raise LayoutError(f"layout {path}: there is no such file")
        if not path.is_file():
            raise LayoutError(f"layout {path}: is a device or a pipe; expected a file")
        size = path.stat().st_size
        if size > limit_bytes:
            raise LayoutError(
                f"layout {path.name}: has {size / 1e6:.0f} MB; at most "
                f"{limit_bytes / 1e6:.0f} MB are read"
            )
        return path.read_bytes()
    except (OSError, ValueError) as cause:  # ValueError: a name with a NUL character
        reason = getattr(cause, "strerror", None) or str(cause)
        raise LayoutError(f"layout {path}: cannot be read: {reason}") from cause


def parse_json(text: str, file: str) -> Any:
    """The value of a JSON text. Raises LayoutError with line and column."""
    if not text.strip():
        raise LayoutError(f"layout {file}: is empty; expected JSON")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as cause:
        raise LayoutError(
            f"layout {file}: line {cause.lineno} column {cause.colno}: is not JSON: {cause.msg}"
        ) from cause
    except RecursionError as cause:
        raise _too_deep(file) from cause
    except ValueError as cause:  # Python refuses to read integers that are that long
        raise LayoutError(
            f"layout {file}: has a number of thousands of digits; expected a number"
        ) from cause
    if depth_of(value) > DEPTH_LIMIT:
        raise _too_deep(file)
    return value


def depth_of(value: Any) -> int:
    """How deep lists and objects are nested; no recursion, so any depth may be asked."""
    depth = 0
    level = [value]
    while level:
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        level = [one for one in inner if isinstance(one, (dict, list))]
        depth += 1
        if depth > DEPTH_LIMIT:
            return depth
    return depth


def json_text(value: Any) -> str:
    """JSON as the project writes it: readable, one property a line."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all. Raises LayoutError when the place cannot be written."""
    draft = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A lone surrogate, which JSON allows and UTF-8 does not, is written as its JSON escape.
        draft.write_bytes(text.encode("utf-8", "backslashreplace"))
        draft.replace(path)
    except OSError as cause:
        with suppress(OSError):
            draft.unlink()
        raise LayoutError(f"layout {path}: cannot be written: {cause.strerror}") from cause


def _too_deep(file: str) -> LayoutError:
    return LayoutError(
        f"layout {file}: is nested deeper than {DEPTH_LIMIT} levels, which no layout is"
    )
