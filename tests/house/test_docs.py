"""The pages on the language say what the code does: every example runs, every name is told, none is made up."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

import privpolicy as pp
from privpolicy.api import inspect, load
from privpolicy.diagnostics.codes import CODES
from privpolicy.engine.reason import ReasonCode
from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.model.condition import Comparison
from privpolicy.model.legal_basis import LEGAL_BASES
from privpolicy.model.moment import read_moment, write_moment
from privpolicy.model.operation import OPERATIONS
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.request import RequestModel
from privpolicy.output.json_v1 import decision_json
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

ROOT = Path(__file__).parents[2]
LANGUAGE = ROOT / "docs" / "language.md"
SEMANTICS = ROOT / "docs" / "semantics.md"
PAGES = (LANGUAGE, SEMANTICS)

Plain = dict[str, Any]
_FENCE = re.compile(r"^```([^\n`]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the page and line where it starts, the words behind the fence, and what it holds."""

    page: Path
    line: int
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line} {' '.join(self.words)}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, tuple(found[1].split()), found[2])
        for found in _FENCE.finditer(text)
    ]


def every(*words: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.words[: len(words)] == words]


def read(text: str) -> Plain:
    document = parse(text.encode(), "example.yaml")
    assert document.root is not None
    assert not document.diagnostics, document.diagnostics
    value = plain(document.root)
    assert isinstance(value, dict)
    return value


def before(block: Block, *words: str) -> Block:
    """Return the last block of some kind above another."""
    return [other for other in blocks(block.page) if other.words[: len(words)] == words and other.line < block.line][-1]


# --- policies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", every("yaml", "policy"), ids=str)
def test_policies_load(block: Block, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(block.text, encoding="utf-8")
    assert inspect(tmp_path).diagnostics == ()
    assert load(tmp_path).id


@pytest.mark.parametrize("block", every("yaml", "fragment"), ids=str)
def test_fragments_load_with_the_first_policy_of_their_page(block: Block, tmp_path: Path) -> None:
    _, _, section = block.words
    fragment = read(block.text)
    assert list(fragment) == [section]
    base = read(next(other for other in blocks(block.page) if other.words == ("yaml", "policy")).text)
    base[section] = {name: value for name, value in base.get(section, {}).items() if name not in fragment[section]}
    (tmp_path / "base.yaml").write_text(json.dumps(base), encoding="utf-8")
    (tmp_path / "fragment.yaml").write_text(block.text, encoding="utf-8")
    assert inspect(tmp_path).diagnostics == ()
    assert load(tmp_path).id


# --- requests and decisions ---------------------------------------------------------------------------------


def decided(request: Block, folder: Path) -> pp.Decision:
    """Put a request to the last policy above it."""
    (folder / "policy.yaml").write_text(before(request, "yaml", "policy").text, encoding="utf-8")
    return load(folder).decide(pp.Request.parse(read(request.text)))


@pytest.mark.parametrize("block", every("yaml", "request"), ids=str)
def test_requests_are_answered_as_said(block: Block, tmp_path: Path) -> None:
    """The fence of a request says its outcome, its reason codes, where that matters its ``until``, and ``alone``.

    ``alone`` is what the policy answers without the law, and stands there exactly when that is another answer.
    """
    _, _, outcome, *rest = block.words
    decision = decided(block, tmp_path)
    answer = decision.to_dict()
    assert answer["outcome"] == outcome
    assert {reason.code for reason in decision.reasons} == {word for word in rest if "=" not in word}
    said = dict(word.split("=") for word in rest if "=" in word)
    assert said.keys() <= {"until", "alone"}
    assert answer.get("policy-alone") == said.get("alone")
    if "until" in said:
        assert answer["until"] == write_moment(read_moment(said["until"]))


@pytest.mark.parametrize("block", every("json", "decision"), ids=str)
def test_decisions_are_shown_as_they_are(block: Block, tmp_path: Path) -> None:
    shown = json.loads(block.text)
    answered = decided(before(block, "yaml", "request"), tmp_path).to_dict()
    _agree(shown, answered, "decision")


def _agree(shown: Any, answered: Any, where: str) -> None:
    """Compare what a page shows with an answer; lists may be cut short, places and digests are made up."""
    if isinstance(shown, dict):
        assert list(shown) == list(answered), where
        for key, value in shown.items():
            if (key == "at" and where.rpartition(".")[0].endswith("reasons")) or key in {"digest", "message"}:
                assert isinstance(answered[key], str)
            else:
                _agree(value, answered[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(shown) <= len(answered), where
        assert bool(shown) == bool(answered), where
        for position, value in enumerate(shown):
            _agree(value, answered[position], f"{where}.{position}")
    else:
        assert shown == answered, where


# --- names --------------------------------------------------------------------------------------------------


def told(page: Path) -> set[str]:
    """Return the names that stand in code, in line or fenced, of a page."""
    text = page.read_text(encoding="utf-8")
    code = " ".join(block.text for block in blocks(page)) + " ".join(re.findall(r"`([^`\n]+)`", _FENCE.sub("", text)))
    return set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", code))


def models(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return a model and every model that its fields lead to."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [model]
    while waiting:
        one = waiting.pop()
        if one.__name__ not in found:
            found[one.__name__] = one
            waiting += [
                kind
                for field in one.model_fields.values()
                for kind in _kinds(field.annotation)
                if isinstance(kind, type) and issubclass(kind, BaseModel)
            ]
    return found


def _kinds(annotation: Any) -> Iterator[Any]:
    """Yield the types and literals within an annotation."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif isinstance(annotation, UnionType) or get_args(annotation):
        for part in get_args(annotation):
            yield from _kinds(part)


def aliases(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for one in models(model).values() for name, field in one.model_fields.items()}


def literals(model: type[BaseModel]) -> set[str]:
    return {
        kind
        for one in models(model).values()
        for field in one.model_fields.values()
        for kind in _kinds(field.annotation)
        if isinstance(kind, str)
    }


def test_models_are_walked_to_the_leaves() -> None:
    """Guard the tests below against a walk that stops early."""
    assert {"Phase", "TransferTool", "ConsentSettings", "CompellingGrounds", "Alternative", "Contact"} <= models(
        PolicyModel
    ).keys()
    assert {"Consent", "Objection", "Subject"} <= models(RequestModel).keys()
    assert {"standard-clauses", "research", "erase"} <= literals(PolicyModel)


@pytest.mark.parametrize("model", [PolicyModel, Comparison, RequestModel], ids=lambda model: model.__name__)
def test_every_key_and_word_is_told(model: type[BaseModel]) -> None:
    assert (aliases(model) | literals(model)) - told(LANGUAGE) == set()


def test_every_section_stands_in_the_table() -> None:
    table = LANGUAGE.read_text(encoding="utf-8").partition("## Sections at a glance")[2].partition("\n## ")[0]
    sections = [field.alias for field in PolicyModel.model_fields.values()]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == sections


def test_every_built_in_name_is_told() -> None:
    names = {*OPERATIONS, *LEGAL_BASES, *BUILT_IN_RECIPIENTS, *BUILT_IN_EVENTS, *BUILT_IN_FACTS}
    assert names - told(LANGUAGE) == set()


LAW = ("child-consent", "criminal-data", "special-category", "terminal-equipment", "transfer")
"""The codes of guards, each with its ``-unknown``."""


def test_the_index_holds_every_reason_code_and_no_other() -> None:
    index = LANGUAGE.read_text(encoding="utf-8").partition("## Index of reason codes")[2]
    policy, _, law = index.partition("Codes of the guards")
    of_law = sorted(code + end for code in LAW for end in ("", "-unknown"))
    of_policy = sorted(set(get_args(ReasonCode)) - set(of_law))
    assert re.findall(r"^\| `([a-z-]+)` \|", policy, re.MULTILINE) == of_policy
    assert re.findall(r"^\| `([a-z-]+)` \|", law, re.MULTILINE) == of_law


def test_every_key_of_a_decision_is_told(tmp_path: Path) -> None:
    changed = next(block for block in every("yaml", "request") if "alone=permit" in block.words)
    answer = decision_json(decided(changed, tmp_path))
    category = answer["categories"][0]
    keys = {*answer, *answer["policy"], *answer["request"], *category, *category["reasons"][0], *answer["law"]}
    assert "policy-alone" in keys
    assert keys - told(LANGUAGE) == set()


@pytest.mark.parametrize("guard", LAW)
def test_every_guard_is_shown_at_work(guard: str) -> None:
    """Each alone turns a permit of the policy into something else, in an example of the page on the language."""
    shown = [block.words[3:] for block in blocks(LANGUAGE) if "alone=permit" in block.words]
    codes = [[word for word in words if "=" not in word] for words in shown]
    assert [guard] in codes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_diagnostic_codes_exist(page: Path) -> None:
    assert set(re.findall(r"\bPP\d+\b", page.read_text(encoding="utf-8"))) <= {code.id for code in CODES}


# --- links --------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        other = page.parent / file if file else page
        assert other.is_file(), target
        assert not anchor or anchor in anchors(other), target


def test_named_tests_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", SEMANTICS.read_text(encoding="utf-8")))
    laws = (ROOT / "tests" / "laws" / "test_laws.py").read_text(encoding="utf-8")
    assert named
    assert named <= set(re.findall(r"^def (test_\w+)", laws, re.MULTILINE))
