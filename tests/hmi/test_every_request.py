"""Every request of the fleet can be asked for from everywhere: docs/commands.md."""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from fleet_core.execution.command_intake import ACTS
from fleet_core.model.closure import Closure
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder
from fleet_core.model.request import (
    REQUESTS,
    AssignOrder,
    CancelOrder,
    CloseWay,
    ForgetVehicle,
    ListCandidates,
    NewDeadline,
    OpenWay,
    PauseFleet,
    PauseVehicle,
    ReportLoad,
    ReprioritiseOrder,
    Request,
    ResumeFleet,
    ResumeOrder,
    ResumeVehicle,
    ReturnToService,
    SendToCharge,
    SendToPark,
    SendVehicle,
    SubmitOrder,
    SuspendOrder,
    TakeOutOfService,
    UnassignOrder,
)
from hmi.views.languages import TRANSLATIONS

ROOT = Path(__file__).parents[2]
CLI = ROOT / "fleet_ws/src/fleet_nodes/fleet_nodes/commands"
WINDOW = (ROOT / "hmi/commands", ROOT / "hmi/views")
STOPS = (Stop("dock_1", StopAction.PICK), Stop("dock_2", StopAction.DROP))
ORDER = TransportOrder("T-1", STOPS, "P1", priority=3, deadline_s=9.0, origin=Origin.WMS)
EXAMPLES: tuple[Request, ...] = (
    SubmitOrder(ORDER),
    ListCandidates(ORDER),
    CancelOrder("T-1", "not wanted"),
    SuspendOrder("T-1", "look first"),
    ResumeOrder("T-1"),
    ReprioritiseOrder("T-1", 5),
    ReprioritiseOrder("T-1", deadline=NewDeadline(7.0)),
    ReprioritiseOrder("T-1", -5, NewDeadline(None)),
    AssignOrder("T-1", "amr_1"),
    UnassignOrder("T-1"),
    ReportLoad("T-1", "dock_1"),
    ReportLoad("T-1", ""),
    PauseVehicle("amr_1"),
    ResumeVehicle("amr_1"),
    TakeOutOfService("amr_1"),
    ReturnToService("amr_1"),
    ForgetVehicle("amr_9"),
    PauseFleet(),
    ResumeFleet(),
    SendVehicle("amr_1", "dock_1"),
    SendToCharge("amr_1"),
    SendToPark("amr_1"),
    CloseWay(Closure("", "oil", frozenset({"E1", "E2"})), 60.0),
    CloseWay(Closure("c1", "oil", zone_id="Z", vehicle_ids=frozenset({"amr_1"}), until_s=9.0)),
    OpenWay("closure-1"),
)


def test_there_is_an_example_of_every_request() -> None:
    assert {type(each) for each in EXAMPLES} == set(REQUESTS)


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_core_carries_it_out(kind: type[Request]) -> None:
    assert kind in ACTS, f"{kind.__name__} is in no ACTS of fleet_core/execution/*_commands.py"


@pytest.mark.parametrize("request_", EXAMPLES, ids=lambda each: type(each).__name__)
def test_a_service_carries_it_with_its_id_and_author(request_: Request) -> None:
    from fleet_nodes.conversions.commands import asked_of, call_of  # noqa: PLC0415 - ROS

    call = call_of(request_, "anna")
    heard = asked_of(call.service, call.message())
    assert heard == request_
    if not isinstance(request_, ListCandidates):
        assert (heard.request_id, call.message().author) == (request_.request_id, "anna")


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_command_line_can_ask_for_it(kind: type[Request]) -> None:
    found = [file.name for file in CLI.glob("*.py") if list(_makers(file, kind))]
    assert found, f"nothing in {CLI.name}/ makes a {kind.__name__}"


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_window_can_ask_for_it_in_every_language(kind: type[Request]) -> None:
    files = [file for folder in WINDOW for file in sorted(folder.rglob("*.py"))]
    makers = {name for file in files for name in _makers(file, kind) if name[0].isupper()}
    assert makers, f"no class in hmi/commands or hmi/views makes a {kind.__name__}"
    for file in TRANSLATIONS.glob("*.ts"):
        spoken = _spoken(file)
        for name in makers:
            assert spoken.get(name), f"{name} says nothing in {file.name}"
            assert all(spoken[name]), f"{name} is not whole in {file.name}"


def _makers(file: Path, kind: type[Request]) -> Iterator[str]:
    """Classes and functions of a file that make such a request."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for part in tree.body:
        if not isinstance(part, ast.ClassDef | ast.FunctionDef):
            continue
        for node in ast.walk(part):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == kind.__name__:
                yield part.name


def _spoken(file: Path) -> dict[str, list[str]]:
    """The translations of each class."""
    return {
        context.findtext("name") or "": [
            message.findtext("translation") or "" for message in context.iter("message")
        ]
        for context in ET.parse(file).getroot().iter("context")
    }
