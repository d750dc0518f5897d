"""The documents of DDS Security 1.1 (OMG formal/18-04-01, clause 9.4): governance and permissions.

Names on the wire are those of ROS 2: topics ``rt/...``, requests ``rq/...Request``, replies
``rr/...Reply``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fleet_nodes.security.policies import Policy, whole

_SCHEMA = "http://www.omg.org/spec/DDS-SECURITY/20170901/omg_shared_ca_{}.xsd"
_SCHEMA_KEY = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
LAST_DOMAIN = 232
_GRAPH = "ros_discovery_info"
_ACTION_SERVICES = ("send_goal", "cancel_goal", "get_result")
_ACTION_TOPICS = ("feedback", "status")


def governance() -> str:
    """Nobody without a key takes part; everything is signed and encrypted; every topic has its
    list of who may write and who may read."""
    root = _document("governance")
    rule = SubElement(SubElement(root, "domain_access_rules"), "domain_rule")
    _domains(rule)
    for name, value in {
        "allow_unauthenticated_participants": "false",
        "enable_join_access_control": "true",
        "discovery_protection_kind": "ENCRYPT",
        "liveliness_protection_kind": "ENCRYPT",
        "rtps_protection_kind": "SIGN",
    }.items():
        SubElement(rule, name).text = value
    topic = SubElement(SubElement(rule, "topic_access_rules"), "topic_rule")
    for name, value in {
        "topic_expression": "*",
        "enable_discovery_protection": "true",
        "enable_liveliness_protection": "true",
        "enable_read_access_control": "true",
        "enable_write_access_control": "true",
        "metadata_protection_kind": "SIGN",
        "data_protection_kind": "ENCRYPT",
    }.items():
        SubElement(topic, name).text = value
    return _text(root)


def permissions(enclave: str, policy: Policy, begin: datetime, end: datetime) -> str:
    """``enclave``: its path with the first stroke, the common name of its certificate."""
    root = _document("permissions")
    grant = SubElement(SubElement(root, "permissions"), "grant", name=enclave)
    SubElement(grant, "subject_name").text = f"CN={enclave}"
    validity = SubElement(grant, "validity")
    SubElement(validity, "not_before").text = begin.strftime("%Y-%m-%dT%H:%M:%S")
    SubElement(validity, "not_after").text = end.strftime("%Y-%m-%dT%H:%M:%S")
    rule = SubElement(grant, "allow_rule")
    _domains(rule)
    said, heard = wire_names(policy)
    for kind, topics in (("publish", said), ("subscribe", heard)):
        listed = SubElement(SubElement(rule, kind), "topics")
        for topic in topics:
            SubElement(listed, "topic").text = topic
    SubElement(grant, "default").text = "DENY"
    return _text(root)


def wire_names(policy: Policy) -> tuple[list[str], list[str]]:
    """What it writes and what it reads, in the names of DDS, each once and in order."""
    policy = whole(policy)
    said = [_GRAPH, *(f"rt{topic}" for topic in policy.publish)]
    heard = [_GRAPH, *(f"rt{topic}" for topic in policy.subscribe)]
    offered = [*policy.offer, *(f"/{node}/*" for node in policy.nodes)]
    offered += _within(policy.execute, _ACTION_SERVICES)
    called = [*policy.call, *_within(policy.start, _ACTION_SERVICES)]
    said += [f"rr{service}Reply" for service in offered]
    heard += [f"rq{service}Request" for service in offered]
    said += [f"rq{service}Request" for service in called]
    heard += [f"rr{service}Reply" for service in called]
    said += [f"rt{topic}" for topic in _within(policy.execute, _ACTION_TOPICS)]
    heard += [f"rt{topic}" for topic in _within(policy.start, _ACTION_TOPICS)]
    return sorted(set(said)), sorted(set(heard))


def _within(actions: Iterable[str], parts: Iterable[str]) -> list[str]:
    return [f"{action}/_action/{part}" for action in actions for part in parts]


def _document(kind: str) -> Element:
    return Element("dds", {_SCHEMA_KEY: _SCHEMA.format(kind)})


def _domains(rule: Element) -> None:
    span = SubElement(SubElement(rule, "domains"), "id_range")
    _bounds(span, (("min", 0), ("max", LAST_DOMAIN)))


def _bounds(span: Element, bounds: Iterable[tuple[str, int]]) -> None:
    for name, value in bounds:
        SubElement(span, name).text = str(value)


def _text(root: Element) -> str:
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
