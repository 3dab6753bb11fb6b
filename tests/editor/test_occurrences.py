"""Every place where an id stands: none is missed, and none is made up."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from privpolicy.editor.grammar import place_at, whole
from privpolicy.editor.kinds import NAMES, SECTIONS
from privpolicy.editor.occurrences import Occurrence, occurrences
from privpolicy.model.activity import Activity
from privpolicy.model.declaration import Written
from privpolicy.model.notice import RightTold
from privpolicy.model.policy_model import PolicyHeader, PolicyModel
from privpolicy.model.recipient import TransferTool
from privpolicy.model.request import RequestModel
from privpolicy.model.text import ID_PATTERN
from privpolicy.schemas.docstrings import models_beside
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence
from privpolicy.syntax.parse import parse

POLICIES = Path(__file__).parents[2] / "policies"
NO_NAMES = {
    (PolicyHeader, "id"),  # its own
    (PolicyHeader, "law"),  # of a law pack
    (TransferTool, "framework"),  # of a law pack
    (RightTold, "right"),  # of a law pack
}
"""Keys that hold ids which no policy declares."""
TEXTS_THAT_NAME = {(Activity, "retention")}
"""Keys that hold an id or another text."""


def found_in(text: str) -> list[Occurrence]:
    root = parse(text.encode(), "policy.yaml").root
    assert root is not None
    return list(occurrences(root))


def holds_ids(annotation: Any) -> bool:
    """Tell whether a type is `Id`, or a list or union of it; keys of mappings do not count."""
    if isinstance(annotation, type) and issubclass(annotation, dict):
        return False
    if getattr(annotation, "__origin__", None) is dict:
        return False
    return any(map(is_id, getattr(annotation, "__metadata__", ()))) or any(map(holds_ids, get_args(annotation)))


def is_id(metadata: Any) -> bool:
    return getattr(metadata, "pattern", None) == ID_PATTERN


def written_models() -> list[type[Written]]:
    return [one for one in models_beside(RequestModel).values() if issubclass(one, Written)]


def test_every_key_that_holds_ids_is_known() -> None:
    held = {
        (model, field.alias or name)
        for model in written_models()
        for name, field in model.model_fields.items()
        if holds_ids(field.annotation) or any(map(is_id, field.metadata))
    }
    concepts = {(model, key) for model, key in held if model.__name__ == "Concept"}  # stands for its four children
    assert held - concepts - NO_NAMES == NAMES.keys() - TEXTS_THAT_NAME


def test_every_section_that_declares_ids_is_known() -> None:
    sections = {
        field.alias
        for field in PolicyModel.model_fields.values()
        if getattr(field.annotation, "__origin__", None) is dict
    }
    assert sections == SECTIONS.keys()


def test_names_on_every_path() -> None:
    text = """\
policy: {language: 1, id: shop, law: [eu-gdpr]}
purposes:
  service: {}
  service.billing: {broader: [legal]}
data-categories: {contact: {broader: [identity]}}
data-subjects: {customer: {broader: [person]}}
recipients:
  hosting: {broader: [group], transfer-tools: [{tool: adequacy, framework: us-dpf, from: 2020-01-01}]}
events: {contract-end: }
facts: {score: {type: number}}
retention:
  record:
    phases:
      - {phase: active, from: collected, until: contract-end}
      - {phase: restricted, until: [last-login], purposes: [legal.claims]}
    then: erase
safeguards: {tls: }
activities:
  payment:
    purposes: [service.billing]
    legal-basis: contract
    data-subjects: [customer]
    data: [contact]
    operations: [use]
    recipients: [controller, "hosting"]
    retention: record
    obligations: [tls]
    when: {score: {at-least: 3}, any: [{vip: true}, {not: {member: no}}], all: []}
    compelling-grounds: {text: x, when: {urgent: true}}
    further-processing-of: [account]
    processing-for: advertiser
  short: {retention: P1Y}
  inline:
    retention: {phases: [{phase: active, until: account-deletion}], then: erase}
prohibitions:
  no-sale:
    purposes: [marketing]
    except-purposes: [service]
    data: [financial]
    data-subjects: [minor]
    recipients: [advertiser]
    recipient-roles: [third-party]
    when: {fraud: true}
    unless: [{consent: true}, {legal-basis: contract, informed: true}]
notice:
  from-elsewhere: [prospect]
  tells: {purposes: {silent-on: [payment]}}
  rights: {access: {addressed-to: hosting}}
  statements: {one: {text: x, concerns: [inline]}}
"""
    names = {(one.kind, one.name) for one in found_in(text) if not one.declares}
    assert names == {
        ("purpose", "legal"),
        ("data category", "identity"),
        ("data subject", "person"),
        ("recipient", "group"),
        ("event", "collected"),
        ("event", "contract-end"),
        ("event", "last-login"),
        ("purpose", "legal.claims"),
        ("purpose", "service.billing"),
        ("data subject", "customer"),
        ("data category", "contact"),
        ("recipient", "controller"),
        ("recipient", "hosting"),
        ("schedule", "record"),
        ("safeguard", "tls"),
        ("fact", "score"),
        ("fact", "vip"),
        ("fact", "member"),
        ("fact", "urgent"),
        ("activity", "account"),
        ("recipient", "advertiser"),
        ("event", "account-deletion"),
        ("purpose", "marketing"),
        ("purpose", "service"),
        ("data category", "financial"),
        ("data subject", "minor"),
        ("fact", "fraud"),
        ("fact", "informed"),
        ("data subject", "prospect"),
        ("activity", "payment"),
        ("activity", "inline"),
    }
    declared = {(one.kind, one.name) for one in found_in(text) if one.declares}
    assert ("event", "contract-end") in declared
    assert ("prohibition", "no-sale") in declared
    assert len(declared) == 13


# --- Against a search for words ------------------------------------------------------------------------------------

PROSE = {
    *("title", "description", "source", "dpv", "law", "text", "legitimate-interest", "version", "reference", "name"),
    *("conditions", "leads-to", "right", "contact", "address"),
}
"""Keys of which the value speaks to people, or of the law."""


def blanked(text: str, root: Node) -> str:
    """Return a file without comments, texts for people, and words of the language."""
    lines = [list(line) for line in text.split("\n")]
    for node in prose(root, ()):
        last = node.end_line if node.end_column > 1 else node.end_line - 1
        for number in range(node.line, last + 1):
            start = node.column - 1 if number == node.line else 0
            end = node.end_column - 1 if number == node.end_line else len(lines[number - 1])
            lines[number - 1][start:end] = " " * (end - start)
    return "\n".join(re.sub(r"(^|\s)#.*", "", "".join(line)) for line in lines)


def prose(node: Node, path: tuple[str | int, ...]) -> list[Node]:
    """Return the nodes that are no ids: texts for people, keys that the language knows, and words of closed lists."""
    match node:
        case Mapping():
            found: list[Node] = []
            place = place_at(path)
            for name, (key, value) in node.entries.items():
                known = any(field.alias == name for model in place.models for field in model.model_fields.values())
                of_the_notice = path[:1] == ("notice",)  # topics and rights of the law, and what nothing names
                found += [key] if known or of_the_notice else []
                is_prose = name in PROSE or (name == "compelling-grounds" and isinstance(value, Scalar))
                found += [value] if known and is_prose else prose(value, (*path, name))
            return found
        case Sequence():
            return [one for position, item in enumerate(node.items) for one in prose(item, (*path, position))]
        case Scalar():
            return [node] if node.text in place_at(path).values or path[:2] == ("policy", "id") else []
        case _:
            return []


@pytest.mark.parametrize("policy", sorted(path.name for path in POLICIES.iterdir() if path.is_dir()))
def test_as_many_as_a_search_for_words_finds(policy: str) -> None:
    found: Counter[str] = Counter()
    searched: Counter[str] = Counter()
    texts: list[str] = []
    for file in sorted((POLICIES / policy).rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        root = parse(text.encode(), str(file)).root
        if "tests" in file.parts or root is None:
            continue
        found.update(one.name for one in occurrences(root))
        texts.append(blanked(text, root))
    for name in found:
        searched[name] = sum(len(re.findall(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text)) for text in texts)
    assert found == searched
    assert len(found) > 200


def test_the_whole_is_a_policy() -> None:
    assert whole().models == (PolicyModel,)
