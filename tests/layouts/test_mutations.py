"""However a sound file is damaged: findings, or one clear line."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleet_core.layouts import FindingSeverity, inspect_facility, load_facility, write_facility
from fleet_core.model.errors import LayoutError

DATA = Path(__file__).parent / "data"
ODD = [None, True, 0, -1, 0.5, 1e9, 1e300, float("nan"), float("inf"), "", "x", "0.5", [], {}, [[]]]

WORDS = ['"-1"', '"NaN"', '"1e400"', '"x"', '""', "/>", "P1", ""]

PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)


@pytest.fixture(scope="module")
def imported() -> Iterator[Path]:
    """The three files of a plant of the project's own making."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_facility(DATA / "mill.xml")
        write_facility(loaded.facility, loaded.scenario, Path(folder), "mill")
        yield Path(folder)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for key, one in value.items() for place in _places(one, (*path, key))]
    elif isinstance(value, list):
        found += [place for i, one in enumerate(value) for place in _places(one, (*path, i))]
    return found


def _damage(value: Any, draw: st.DataObject) -> Any:
    changed = json.loads(json.dumps(value))
    for _ in range(draw.draw(st.integers(1, 4))):
        some = _places(changed)
        if not some:
            break
        *way, last = draw.draw(st.sampled_from(some))
        inner = changed
        for step in way:
            inner = inner[step]
        if draw.draw(st.booleans()):
            del inner[last]
        else:
            inner[last] = copy.deepcopy(draw.draw(st.sampled_from(ODD)))
    return changed


@contextmanager
def _written(name: str, text: str, *beside: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for one in beside:
            (Path(folder) / one.name).write_bytes(one.read_bytes())
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        yield path


def _ends_in_findings_or_one_line(path: Path) -> None:
    try:
        seen = inspect_facility(path)
    except LayoutError as refusal:
        assert "\n" not in str(refusal)
        assert str(refusal).startswith("layout ")
        return
    wrong = [one for one in seen.findings if one.severity is FindingSeverity.ERROR]
    assert (seen.facility is None) == bool(wrong)
    for one in seen.findings:
        assert "\n" not in one.text


@given(st.data())
@PATIENT
def test_a_damaged_lif(draw: st.DataObject) -> None:
    sound = json.loads((DATA / "yard.lif.json").read_text(encoding="utf-8"))
    with _written("case.lif.json", json.dumps(_damage(sound, draw))) as path:
        _ends_in_findings_or_one_line(path)


@pytest.mark.slow
@given(st.data())
@PATIENT
def test_a_damaged_facility_file(imported: Path, draw: st.DataObject) -> None:
    for kind in ("facility", "scenario"):
        name = f"mill.{kind}.json"
        sound = json.loads((imported / name).read_text(encoding="utf-8"))
        others = [one for one in imported.iterdir() if one.name != name]
        with _written(name, json.dumps(_damage(sound, draw)), *others) as path:
            _ends_in_findings_or_one_line(path.with_name("mill.lif.json"))


@pytest.mark.slow
@given(st.data())
@PATIENT
def test_a_damaged_building_map(draw: st.DataObject) -> None:
    sound = yaml.safe_load((DATA / "lab.building.yaml").read_text(encoding="utf-8"))
    damaged = yaml.safe_dump(_damage(sound, draw))
    with _written("case.building.yaml", damaged) as path:
        _ends_in_findings_or_one_line(path)


@given(st.data())
@PATIENT
def test_a_damaged_plant_model(draw: st.DataObject) -> None:
    text = (DATA / "mill.xml").read_text(encoding="utf-8")
    words = [word for word in text.replace("=", " ").split() if len(word) > 2]
    for _ in range(draw.draw(st.integers(1, 3))):
        word = draw.draw(st.sampled_from(words))
        other = draw.draw(
            st.sampled_from(['"-1"', '"NaN"', '"1e400"', '"x"', '""', "/>", "P1", ""])
        )
        text = text.replace(word, other, 1)
    with _written("case.xml", text) as path:
        _ends_in_findings_or_one_line(path)


@pytest.mark.parametrize("name", ["yard.lif.json", "lab.building.yaml", "mill.xml"])
@given(share=st.floats(0.0, 1.0))
@PATIENT
def test_a_truncated_file(name: str, share: float) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    with _written(name, text[: int(len(text) * share)]) as path:
        _ends_in_findings_or_one_line(path)
