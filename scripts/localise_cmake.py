"""Points the ROS wheels' CMake exports, which name the machine they were built on, at this one."""

import re
import sys
import sysconfig
from pathlib import Path

import numpy

BUILD_HOST = r"/opt/python/cp3\d+-cp3\d+"
NUMPY_HEADERS = re.compile(rf"{BUILD_HOST}/lib/python3\.\d+/site-packages/numpy/_core/include")
PYTHON_HEADERS = re.compile(rf"{BUILD_HOST}/include/python3\.\d+")


def localise(file: Path) -> None:
    """Replace the file rather than write into it: it may be a hard link into uv's cache."""
    before = file.read_text(encoding="utf-8")
    after = NUMPY_HEADERS.sub(numpy.get_include(), before)
    after = PYTHON_HEADERS.sub(sysconfig.get_paths()["include"], after)
    if after != before:
        fresh = file.with_suffix(".localised")
        fresh.write_text(after, encoding="utf-8")
        fresh.replace(file)


for each in (Path(sys.prefix) / "share").rglob("*.cmake"):
    localise(each)
