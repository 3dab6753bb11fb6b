"""A requirement with some of what it looks at settled beforehand, so that less is left to be found."""

from collections.abc import Callable
from dataclasses import replace

from privpolicy.engine.compile import simplify
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    AnyOf,
    ConsentLive,
    Constant,
    FactIs,
    NoObjection,
    Not,
    Requirement,
    Undeclared,
)

Settle = Callable[[Requirement, bool], Requirement]
"""What takes the place of a requirement that is no connective, told whether it helps: whether no `Not` turns it."""


def settled(requirement: Requirement, settle: Settle) -> Requirement:
    """Return a requirement with everything in it that is no connective replaced."""
    return simplify(_settled(requirement, settle, helps=True))


def _settled(requirement: Requirement, settle: Settle, *, helps: bool) -> Requirement:
    match requirement:
        case AllOf(parts):
            return AllOf(tuple(_settled(part, settle, helps=helps) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_settled(part, settle, helps=helps) for part in parts))
        case Not(part):
            return Not(_settled(part, settle, helps=not helps))
        case leaf:
            return settle(leaf, helps)


def supposing(requirement: Requirement, *, holds: bool) -> Requirement:
    """Return a requirement in which what the policy leaves open is settled."""
    return settled(requirement, lambda leaf, _: Constant(holds) if isinstance(leaf, Undeclared) else leaf)


def without_consent(requirement: Requirement) -> Requirement:
    """Return a requirement as it reads where no consent was ever given."""
    return settled(requirement, _unconsented)


def _unconsented(leaf: Requirement, _: bool) -> Requirement:
    match leaf:
        case ConsentLive():
            return Constant(holds=False)
        case NoObjection(purpose, overlapping):
            return NoObjection(purpose, overlapping)
        case _:
            return leaf


def without_fact(requirement: Requirement, fact: str) -> Requirement:
    """Return a requirement as it reads where a fact passes no test."""

    def settle(leaf: Requirement, _: bool) -> Requirement:
        return Constant(holds=False) if isinstance(leaf, FactIs) and leaf.fact == fact else leaf

    return settled(requirement, settle)


def of_facts(requirement: Requirement, *, consented: bool) -> Requirement:
    """Return a requirement of facts alone that implies one on any day, whatever else is stated.

    Everything but facts is taken at its worst. With ``consented`` every consent that it asks for is live.
    """

    def settle(leaf: Requirement, helps: bool) -> Requirement:
        match leaf:
            case FactIs() | Constant():
                return leaf
            case ConsentLive() if consented:
                return Constant(holds=True)
            case _:
                return Constant(not helps)

    return settled(requirement, settle)


def of_unstated_age(requirement: Requirement) -> Requirement:
    """Return a requirement as it reads in a complete record that states no age.

    Tests of the age pass nothing. Who may be a child is too young for any consent of its own, which is told by a limit
    that an age of 0 does not reach; nobody asks how old anybody else is.
    """
    return settled(requirement, _ageless)


def _ageless(leaf: Requirement, _: bool) -> Requirement:
    match leaf:
        case FactIs(fact="age"):
            return Constant(holds=False)
        case ConsentLive(minors=minors) if minors is not None:
            return replace(leaf, minors=AgeOfConsent({}, 1, child=True) if minors.child else None)
        case NoObjection(lifted_by=ConsentLive() as lifted_by):
            lifting = _ageless(lifted_by, _)
            return replace(leaf, lifted_by=lifting) if isinstance(lifting, ConsentLive) else leaf
        case _:
            return leaf
