"""Declared parents, cycles, built-in ids and marks of the hierarchical sections."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import quote
from privpolicy.engine.gate.scope import Kind, Scope
from privpolicy.engine.hierarchy import Parents, find_cycle, parents_of
from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.model.concept import Concept, DataCategory

_RESERVED = ("consent", "legal-basis", "any", "all", "not")
_MOST_CYCLES = 20


def hierarchies(scope: Scope) -> list[Finding]:
    """Check how concepts are ordered and which ids are taken."""
    model = scope.model
    sections: tuple[tuple[str, Kind, Mapping[str, Concept]], ...] = (
        ("purposes", "purpose", model.purposes),
        ("data-categories", "data category", model.data_categories),
        ("data-subjects", "data subject", model.data_subjects),
        ("recipients", "recipient", model.recipients),
    )
    found = list(_taken(scope))
    for section, kind, concepts in sections:
        found += _parents(scope, section, kind, concepts)
        parents = _known(parents_of(concepts, BUILT_IN_RECIPIENTS if kind == "recipient" else ()))
        cycles = list(_cycles(section, parents, concepts))
        found += cycles
        if not cycles:
            found += _marks(section, parents, concepts)
    return found


def _taken(scope: Scope) -> Iterator[Finding]:
    """Yield the declarations of ids that are built in or reserved."""
    for section, built_in, declared in (
        ("recipients", BUILT_IN_RECIPIENTS, scope.model.recipients),
        ("events", BUILT_IN_EVENTS, scope.model.events),
        ("facts", tuple(BUILT_IN_FACTS), scope.model.facts),
    ):
        for name in declared:
            if name in built_in:
                message = f"{quote(name)} is built in and cannot be declared again in `{section}`"
                advice = "remove the declaration, or choose another id"
                yield Finding(code_named("built-in-redeclared"), (section, name), message, advice, on_key=True)
    for name in scope.model.facts:
        if name in _RESERVED:
            message = f"a fact cannot be called {quote(name)}, which is a word of conditions"
            yield Finding(code_named("reserved-word"), ("facts", name), message, "choose another id", on_key=True)


def _parents(scope: Scope, section: str, kind: Kind, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Yield the parents that do not exist, named by dots or under ``broader``."""
    for name, concept in concepts.items():
        parent = name.rpartition(".")[0]
        if parent and parent not in scope.names[kind]:
            message = f"{quote(parent)}, the parent of {quote(name)}, is not declared"
            advice = f"declare {quote(parent)} under `{section}`"
            yield Finding(code_named("undeclared-parent"), (section, name), message, advice, on_key=True)
        yield from scope.unknown_among(kind, concept.broader, (section, name, "broader"))


def _known(parents: Parents) -> dict[str, tuple[str, ...]]:
    """Leave out the parents that do not exist; they have a finding of their own."""
    return {name: tuple(parent for parent in above if parent in parents) for name, above in parents.items()}


def _cycles(section: str, parents: Parents, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Yield each cycle at the ``broader`` entry that closes it, and look on without that entry."""
    left = dict(parents)
    for _ in range(_MOST_CYCLES):
        cycle = find_cycle(left)
        if cycle is None:
            return
        # The dots of ids alone never close a cycle, so one of its steps is written under `broader`.
        steps = [
            (name, parent) for name, parent in pairwise(cycle) if parent != name.rpartition(".")[0] and name in concepts
        ]
        order = {name: position for position, name in enumerate(concepts)}
        name, parent = max(steps, key=lambda step: order[step[0]])
        position = concepts[name].broader.index(parent)
        chain = " > ".join(quote(one) for one in _shortened(cycle))
        message = f"{quote(name)} is broader than itself: {chain}"
        path = (section, name, "broader", position)
        yield Finding(code_named("broader-cycle"), path, message, "remove one of the `broader` entries")
        left[name] = tuple(one for one in left[name] if one != parent)


def _shortened(cycle: tuple[str, ...]) -> tuple[str, ...]:
    return cycle if len(cycle) <= 8 else (*cycle[:4], "…", *cycle[-3:])


def _marks(section: str, parents: Parents, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Yield the concepts that deny a mark which something broader carries."""
    for key in ("sensitivity", "direct-marketing", "legal-claims", "child"):
        field = key.replace("-", "_")
        marked = {name: getattr(concept, field, None) for name, concept in concepts.items()}
        sources = _inherited(parents, [name for name, mark in marked.items() if mark not in (None, False, "ordinary")])
        for name, mark in marked.items():
            if mark is None or mark not in (False, "ordinary") or name not in sources:
                continue
            source = sources[name]
            written = cast("DataCategory", concepts[source]).sensitivity if key == "sensitivity" else "true"
            said = "false" if mark is False else mark
            message = f"{quote(name)} takes back `{key}: {written}` of {quote(source)}, which is broader"
            yield Finding(
                code_named("mark-taken-back"),
                (section, name, key),
                message,
                f"remove `{key}: {said}`: what is narrower inherits the mark",
                related=(((section, source, key), f"{quote(source)} carries the mark"),),
            )


def _inherited(parents: Parents, marked: list[str]) -> dict[str, str]:
    """Return, for everything narrower than a marked concept, the marked concept that it inherits from."""
    children: dict[str, list[str]] = {}
    for name, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(name)
    sources: dict[str, str] = {}
    waiting = [(child, name) for name in reversed(marked) for child in reversed(children.get(name, ()))]
    while waiting:
        name, source = waiting.pop()
        if name not in sources:
            sources[name] = source
            waiting += [(child, source) for child in children.get(name, ())]
    return sources
