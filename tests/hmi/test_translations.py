"""Both languages are whole: files fit the code, and what the fleet says is understood."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hmi.i18n.compile import FOLDER, release, update
from hmi.views.languages import TRANSLATIONS
from hmi.views.sentences import translated

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


def test_english_and_the_unknown_stay_as_they_are() -> None:
    assert translated("No order needs it.", "en") == "No order needs it."
    assert translated("Something new.", "zh_CN") == "Something new."


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
