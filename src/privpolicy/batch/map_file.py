"""A mapping of columns, in a YAML file or in Python, to a model that fits the policy, or to what is wrong with it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from privpolicy.batch.errors import TableError
from privpolicy.batch.table_map import TableMap
from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import quote
from privpolicy.engine.gate.scope import Kind, Scope
from privpolicy.engine.vocabulary import BUILT_IN_FACTS
from privpolicy.loading.bind import fit, unfilled
from privpolicy.loading.discover import PolicyFile, read, shown
from privpolicy.loading.place import place
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath, dotted
from privpolicy.source.text import SourceText
from privpolicy.syntax import nodes
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

Given = TableMap | Mapping[str, Any] | str | os.PathLike[str]
"""A mapping, in the keys of its file where it is none yet, or the path of that file."""
IN_PYTHON = "columns"
"""What faults call a mapping that stands in no file."""


class MapError(TableError):
    """A mapping of columns that is wrong; ``diagnostics`` say where and why, ``text`` is that of its file."""

    diagnostics: tuple[Diagnostic, ...]
    text: SourceText

    def __init__(self, diagnostics: tuple[Diagnostic, ...], text: SourceText) -> None:
        first = next(one for one in diagnostics if one.is_error)
        said = f"{IN_PYTHON}.{dotted(first.path)}: {first.message}" if text.file == IN_PYTHON else str(first)
        super().__init__(said, first.help or "")
        self.diagnostics = diagnostics
        self.text = text


def table_map(given: Given, policy: PolicyModel) -> TableMap:
    """Return what the columns of a table hold; raises :class:`MapError` with everything that is wrong with it."""
    if isinstance(given, TableMap):
        found = list(_unknown(given, policy))
        if found:
            raise _error(place(found, _nowhere(IN_PYTHON)), SourceText(IN_PYTHON, ""))
        return given
    if isinstance(given, Mapping):
        return _fitting(dict(given), _nowhere(IN_PYTHON), SourceText(IN_PYTHON, ""), (), policy)
    return _read(Path(given), policy)


def _read(path: Path, policy: PolicyModel) -> TableMap:
    name = shown(path)
    data = read(PolicyFile(path, path.name, name))
    if isinstance(data, Diagnostic):
        raise _error([data], SourceText(name, ""))
    document = parse(data, name)
    if document.root is None or any(one.is_error for one in document.diagnostics):
        raise _error(document.diagnostics, document.text)
    return _fitting(plain(document.root), document.root, document.text, document.diagnostics, policy)


def _fitting(
    written: dict[str, Any],
    tree: nodes.Mapping,
    text: SourceText,
    told: Iterable[Diagnostic],
    policy: PolicyModel,
) -> TableMap:
    model, findings = fit(TableMap, written, tree, [unfilled(path) for path in _nulls(written)])
    if model is not None:
        findings = list(_unknown(model, policy))
    found = [*told, *place(findings, tree)]
    if model is None or any(one.is_error for one in found):
        raise _error(found, text)
    return model


def _error(found: Iterable[Diagnostic], text: SourceText) -> MapError:
    return MapError(tuple(sorted(found)), text)


def _nowhere(name: str) -> nodes.Mapping:
    return nodes.Mapping(name, 1, 1, 1, 1)


def _nulls(value: Any, path: NodePath = ()) -> Iterator[NodePath]:
    """Yield the keys without a value: a line whose column was commented out must not pass for none."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if below is None:
                yield (*path, key)
            else:
                yield from _nulls(below, (*path, key))


def _unknown(model: TableMap, policy: PolicyModel) -> Iterator[Finding]:
    """Yield the names that the policy does not declare, and what contradicts itself."""
    scope = Scope.of(policy)
    named: list[tuple[Kind, str, NodePath, bool]] = [
        ("data category", one, ("columns", column, *step), False)
        for column, held in model.columns.items()
        for one, step in ([(held, ())] if isinstance(held, str) else [(each, (n,)) for n, each in enumerate(held)])
    ]
    if model.data_subject is not None:
        named.append(("data subject", model.data_subject, ("data-subject",), False))
    if model.origin is not None:
        named.append(("activity", model.origin, ("origin",), False))
    named += [("event", event, ("events", event), True) for event in model.event_columns]
    named += [("fact", fact, ("facts", fact), True) for fact in model.fact_columns]
    for kind, name, path, on_key in named:
        finding = scope.unknown(kind, name, ("columns", name), on_key=on_key)
        if finding is not None:
            yield replace(finding, path=path, message=f"the policy declares no {kind} {quote(name)}")
    yield from _contradictions(model)


def _contradictions(model: TableMap) -> Iterator[Finding]:
    for fact in model.fact_columns:
        if fact in BUILT_IN_FACTS:
            advice = f"write `subject: {{{fact}: …}}`"
            yield Finding(
                code_named("bad-value"), ("facts", fact), f"{quote(fact)} is known of the person", advice, on_key=True
            )
    for number, column in enumerate(model.carry):
        if column in model.columns:
            message = f"{quote(column)} holds a category: it is read where that may be, not carried along"
            yield Finding(code_named("bad-value"), ("carry", number), message, "keep one of the two")
    for path, stated in (("consents", model.consents), ("objections", model.objections)):
        if model.key is None and stated is not None and not isinstance(stated, str):
            message = f"the {path} stand in a table of their own, and no `key` says whose a row is"
            advice = "write `key: …`: the column of the mapped table that theirs refers to"
            yield Finding(code_named("missing-key"), (path,), message, advice, on_key=True)
