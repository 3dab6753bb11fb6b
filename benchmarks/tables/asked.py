"""What a policy and the law ask of the questions of a table, understood before anybody writes SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from benchmarks.tables.rows import Key

import privpolicy as pp
from privpolicy.engine.compile import simplify
from privpolicy.engine.requirement import (
    AllOf,
    AnyOf,
    ConsentLive,
    Constant,
    NoObjection,
    Not,
    OriginAmong,
    Requirement,
)

Way = tuple[Requirement, ...]
"""All that must hold so that one activity permits, whatever the purpose."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the workload: for each of its categories the activities that may permit it."""

    key: Key
    categories: tuple[tuple[Way, ...], ...]
    broader: frozenset[str]
    """The purposes to which a consent counts for it."""
    overlapping: frozenset[str]
    """The purposes against which an objection counts for it."""


def understood(policy: pp.Policy, keys: Iterable[Key]) -> list[Asked]:
    """Return what the policy and the law ask of each question."""
    purposes = policy.vocabulary.hierarchies["purpose"].ancestors
    programs = policy.programs(law="named")
    found = []
    for key in keys:
        categories = tuple(
            tuple(tuple(_bare(clause.requirement) for clause in way.clauses) for way in cell.program.alternatives)
            for cell in programs.plan(key).cells  # type: ignore[arg-type]  # the word of an operation is one
        )
        broader, overlapping = purposes[key[0]], policy.vocabulary.overlapping("purpose", key[0])
        found.append(Asked(key, categories, frozenset(broader), frozenset(overlapping)))
    return found


def _bare(requirement: Requirement) -> Requirement:
    """Return a requirement without the purpose, which the question has; no row names an origin."""

    def bare(part: Requirement) -> Requirement:
        match part:
            case ConsentLive():
                return replace(part, purpose="", broader=frozenset())
            case NoObjection(lifted_by=lifted):
                return NoObjection("", frozenset(), bare(lifted) if lifted is not None else None)  # type: ignore[arg-type]  # a consent stays one
            case OriginAmong():
                return Constant(holds=True)
            case AllOf(parts):
                return AllOf(tuple(map(bare, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(bare, parts)))
            case Not(inner):
                return Not(bare(inner))
            case _:
                return part

    return simplify(bare(requirement))


def requirements(asked: Iterable[Asked]) -> list[Requirement]:
    """Return every clause of some questions once."""
    return list(dict.fromkeys(part for one in asked for ways in one.categories for way in ways for part in way))


def of_record(requirement: Requirement) -> Iterator[Requirement]:
    """Yield what a clause asks of the record of consents and objections."""
    match requirement:
        case ConsentLive() | NoObjection():
            yield requirement
        case AllOf(parts) | AnyOf(parts):
            yield from chain.from_iterable(map(of_record, parts))
        case Not(part):
            yield from of_record(part)
