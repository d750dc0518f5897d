"""Publishes the plant's layout, once, latched."""

from __future__ import annotations

from fleet_interfaces import msg
from rclpy.node import Node
from visualization_msgs.msg import MarkerArray

from fleet_core.layouts import load_facility
from fleet_nodes import names, qos
from fleet_nodes.conversions.layout_texts import facility_text, lif_text
from fleet_nodes.conversions.layouts import layout_message
from fleet_nodes.conversions.markers import layout_markers
from fleet_nodes.diagnostics import OK, Diagnostics, Health, Part
from fleet_nodes.parameters import LayoutServerParameters, declare
from fleet_nodes.process import run
from fleet_nodes.wiring import advertise


class LayoutServer(Node):
    """No lifecycle: it has one state, in which the layout is published."""

    def __init__(self) -> None:
        super().__init__("layout_server")
        parameters = declare(self, LayoutServerParameters)
        loaded = load_facility(parameters.layout)
        facility = loaded.facility
        now_s = self.get_clock().now().nanoseconds * 1e-9
        self._layout = advertise(self, msg.Layout, names.LAYOUT, qos.LATEST)
        self._layout.publish(
            layout_message(facility, lif_text(loaded), facility_text(facility), now_s)
        )
        self._markers = advertise(self, MarkerArray, names.LAYOUT_MARKERS, qos.LATEST)
        self._markers.publish(layout_markers(facility))
        health = Health(
            OK,
            f"layout {facility.name} is published",
            {
                "nodes": len(facility.layout.nodes),
                "edges": len(facility.layout.edges),
                "stations": len(facility.layout.stations),
                "vehicles": len(facility.fleet),
            },
        )
        self._diagnostics = Diagnostics(self, Part(self.get_name(), facility.name, lambda: health))


def main() -> None:
    run("layout_server", lambda: [LayoutServer()])


if __name__ == "__main__":
    main()
