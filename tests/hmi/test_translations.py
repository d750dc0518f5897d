"""The window's translations are whole and fit the code. What the fleet says is tested with it."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hmi.i18n.compile import FOLDER, release, update


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


def _sources(file: Path) -> set[tuple[str, str]]:
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


def _places(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{\d\}", text)))
