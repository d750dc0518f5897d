"""Reading the text files of the benchmarks, which come from anywhere."""

from __future__ import annotations

from pathlib import Path

from fleet_core.model.errors import InputError

MAX_BYTES = 64 * 1024 * 1024


def read_lines(path: Path, kind: str) -> list[str]:
    """The lines of a text file. Raises InputError when there is no such file or it is not text."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{kind} {path}: larger than {MAX_BYTES // 2**20} MiB")
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{kind} {path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{kind} {path}: not a text file (byte {error.start})") from error


def whole_number(text: str) -> int | None:
    """The number that ``text`` says; None when it says none, or one of more than nine digits."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None
