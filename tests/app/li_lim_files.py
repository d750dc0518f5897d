"""A small instance in the format of Li and Lim: two far clusters, two vehicles needed."""

from pathlib import Path

LINES = [
    "3\t10\t1",
    "0\t0\t0\t0\t0\t1000\t0\t0\t0",
    "1\t-50\t0\t5\t0\t200\t10\t0\t2",
    "2\t-60\t0\t-5\t0\t300\t10\t1\t0",
    "3\t50\t0\t5\t0\t120\t10\t0\t4",
    "4\t60\t5\t-5\t0\t300\t10\t3\t0",
    "5\t52\t0\t5\t0\t200\t10\t0\t6",
    "6\t62\t5\t-5\t0\t300\t10\t5\t0",
]


def small_instance(folder: Path, lines: list[str] | None = None) -> Path:
    path = folder / "small.txt"
    path.write_text("\n".join(lines or LINES) + "\n", encoding="ascii")
    return path
