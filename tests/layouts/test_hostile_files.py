"""Files that are no layouts end in one clear line, soon."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fleet_core.layouts import load_facility
from fleet_core.layouts.text_file import read_text
from fleet_core.model.errors import LayoutError

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaa">'
    + "".join(f'<!ENTITY a{i} "{"&a%s;" % (i - 1 or "") * 10}">' for i in range(1, 9))
    + ']><model version="7.0.0" name="&a8;"/>'
)

CASES = [
    ("cut.lif.json", '{"layouts": [\n {"layoutId": "a', r"line 2 column 15: is not JSON"),
    ("empty.lif.json", "", "is empty; expected JSON"),
    ("list.lif.json", "[1, 2]", "is a list without layouts"),
    ("null.lif.json", "null", "without layouts"),
    ("other.lif.json", '{"layouts": 5}', "layouts is 5; expected an array"),
    ("none.lif.json", '{"layouts": []}', "layouts is empty"),
    ("deep.lif.json", "[" * 200_000, "nested deeper than 64"),
    ("deep_whole.lif.json", "[" * 900 + "]" * 900, "nested deeper than 64"),
    ("digits.lif.json", '{"layouts": ' + "9" * 5000 + "}", "thousands of digits"),
    ("binary.lif.json", b"\x7fELF\0\0\0\1", "holds binary data"),
    ("latin.lif.json", '{"a":\n"\xe4"}'.encode("latin-1"), r"line 2 is not UTF-8 \(byte 0xe4\)"),
    ("wide.lif.json", '{"layouts": []}'.encode("utf-16"), "holds binary data"),
    ("plan.pdf", "%PDF", r"has the ending \.pdf; expected \.lif\.json"),
    ("bomb.xml", BOMB, "has a document type or entities"),
    (
        "outside.xml",
        '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]><m>&x;</m>',
        "entities",
    ),
    ("cut.xml", '<model version="7.0.0" name="a">\n<point', r"line 2 column 1: is not XML"),
    ("other.xml", "<svg/>", "begins with <svg>; expected <model>"),
    ("tongue.xml", '<?xml version="1.0" encoding="klingon"?><model/>', "unknown encoding"),
    ("bare.xml", '<model version="7.0.0" name="a"/>', "has no path; nothing to drive on"),
    ("alias.building.yaml", "a: &a [1, 1]\nb: [*a, *a]", "line 2: has a YAML alias"),
    ("deep.building.yaml", "[" * 100_000, "nested deeper than 64"),
    ("steps.building.yaml", "- " * 10_000, "nested deeper than 64"),
    ("code.building.yaml", "levels: !!python/object/apply:os.getcwd []", "line 1 column 9"),
    ("tab.building.yaml", "levels:\n\t- a", "line 2 column 1: is not YAML"),
    ("date.building.yaml", "levels: 2024-13-45", "is not YAML: month must be in 1..12"),
    ("list.building.yaml", "[1]", "has no levels"),
]


@pytest.mark.parametrize(("name", "content", "line"), CASES, ids=[case[0] for case in CASES])
def test_each_gets_its_line(tmp_path: Path, name: str, content: str | bytes, line: str) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LayoutError, match=line) as refusal:
        load_facility(path)
    assert "\n" not in str(refusal.value)
    assert name in str(refusal.value)


def test_a_byte_order_mark_is_no_harm(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "marked.lif.json"
    path.write_bytes(b"\xef\xbb\xbf" + (data / "yard.lif.json").read_bytes())
    assert load_facility(path).facility.layout.id == "yard"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.lif.json").mkdir()
    os.mkfifo(tmp_path / "pipe.lif.json")
    for name, line in [
        ("folder.lif.json", "is a folder"),
        ("pipe.lif.json", "is a device or a pipe"),
        ("missing.lif.json", "there is no such file"),
        ("a\0b.lif.json", "there is no such file|cannot be read"),
    ]:
        with pytest.raises(LayoutError, match=line):
            load_facility(tmp_path / name)


def test_a_word_that_is_neither_plant_nor_file_names_the_plants() -> None:
    with pytest.raises(LayoutError, match=r"is neither a file nor a plant .*bottling_hall"):
        load_facility("botling_hall")


def test_a_payload_of_thirty_megabytes_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "large.lif.json"
    path.write_text('{"layouts": [], "x": "' + "a" * 30_000_000 + '"}')
    with pytest.raises(LayoutError, match="layouts is empty"):
        load_facility(path)


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.lif.json"
    with path.open("wb") as file:
        file.truncate(70_000_000)  # a hole: takes no room on the disk
    with pytest.raises(LayoutError, match="has 70 MB; at most 67 MB"):
        load_facility(path)


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.lif.json"
    path.write_text("{}")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # tests may run as root, who reads all
    with pytest.raises(LayoutError, match="cannot be read: Permission denied"):
        read_text(path)
