"""Both languages are whole: files fit the code, and what the fleet says is understood."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from spoken_texts import SAMPLE, spoken_texts

from fleet_core.store import medium
from hmi.i18n.compile import FOLDER, release, update
from hmi.views.languages import TRANSLATIONS
from hmi.views.sentences import translated

SPEAKING = (
    "fleet_core/execution",
    "fleet_core/dispatch",
    "fleet_core/model",
    "fleet_core/simulation/loads.py",
    "fleet_core/simulation/station_floor.py",
    "fleet_ws/src/fleet_nodes/fleet_nodes/conversions/checks.py",
    "fleet_ws/src/fleet_nodes/fleet_nodes/conversions/commands.py",
    "hmi/link",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translation files as they would be after ``python -m hmi.i18n.compile``."""
    folder = tmp_path_factory.mktemp("i18n")
    for file in FOLDER.glob("*.ts"):
        shutil.copy(file, folder)
    update(folder)
    release(folder)
    return folder


def test_the_checked_in_translations_are_not_stale(made_anew: Path) -> None:
    for file in FOLDER.glob("*.ts"):
        assert _sources(file) == _sources(made_anew / file.name), "run python -m hmi.i18n.compile"


def test_the_compiled_files_are_those_of_the_sources(made_anew: Path) -> None:
    for file in FOLDER.glob("*.qm"):
        assert file.read_bytes() == (made_anew / file.name).read_bytes()


def test_no_text_is_left_untranslated() -> None:
    for file in FOLDER.glob("*.ts"):
        for message in ET.parse(file).getroot().iter("message"):
            translation = message.find("translation")
            assert translation is not None
            assert translation.text, message.findtext("source")
            assert translation.get("type") is None


def test_places_for_names_are_the_same_in_every_language() -> None:
    for file in FOLDER.glob("*.ts"):
        for message in ET.parse(file).getroot().iter("message"):
            source = message.findtext("source") or ""
            assert _places(source) == _places(message.findtext("translation") or ""), source
    for english, other in _sentences().items():
        assert _places(english) == _places(other), english


@pytest.mark.parametrize(
    "said",
    [
        "Lets forklift_2 pass before E17.",
        "Waits for amr_1, which is busy with order T-7.",
        "Order T-4 has failed: amr_2 has broken down, with the load on board.",
        "order T-1 is not accepted: order T-1: station nowhere is not in layout bottling_hall",
        "No order needs it.",
    ],
)
def test_sentences_are_understood_with_the_sentences_inside_them(said: str) -> None:
    spoken = translated(said, "zh_CN")
    assert CHINESE.search(spoken)
    rest = re.sub(r"[A-Za-z]+[-_]\w+|\bE17\b|nowhere", "", spoken)
    assert not re.search(r"[A-Za-z]{2,}", rest), spoken


def test_everything_that_the_fleet_can_say_is_translated() -> None:
    english = [
        f"{said.where}: {said.text!r}"
        for said in spoken_texts(*SPEAKING)
        if _left_in_english(translated(said.text, "zh_CN"))
    ]
    assert not english, "not in sentences_zh_CN.json:\n" + "\n".join(english)


@pytest.mark.parametrize("cause", [words for _, words in medium.CAUSES])
def test_the_database_is_understood(cause: str) -> None:
    said = f"order T-1 is not accepted: database {SAMPLE}: {cause}"
    assert not _left_in_english(translated(said, "zh_CN").replace("T-1", ""))


def test_lists_of_sentences_are_understood_one_by_one() -> None:
    said = (
        "order T-1: no vehicle of the fleet can do it: "
        "type amr has no way to station dock_1; type tugger carries no loads"
    )
    spoken = translated(said, "zh_CN")
    assert (
        spoken
        == "订单 T-1：车队中没有车辆能执行：车型 amr 没有到站点 dock_1 的路；车型 tugger 不载货"
    )


def test_english_and_the_unknown_stay_as_they_are() -> None:
    assert translated("No order needs it.", "en") == "No order needs it."
    assert translated("Something new.", "zh_CN") == "Something new."


def _left_in_english(spoken: str) -> bool:
    names = re.compile(rf"{SAMPLE}|\bROS\b|/clock")
    return re.search(r"[A-Za-z]{2,}", names.sub("", spoken)) is not None


def _sources(file: Path) -> set[tuple[str, str]]:
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


def _places(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{\d\}", text)))


def _sentences() -> dict[str, str]:
    file = TRANSLATIONS / "sentences_zh_CN.json"
    known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return known
