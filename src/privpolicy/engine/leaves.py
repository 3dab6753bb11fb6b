"""What a requirement is made of: everything in it that is no connective."""

from collections.abc import Iterator

from privpolicy.engine.requirement import AllOf, AnyOf, ConsentLive, NoObjection, Not, Requirement


def leaves(requirement: Requirement) -> Iterator[Requirement]:
    """Yield every requirement in one that is no connective; a consent that lifts an objection too."""
    waiting = [requirement]
    while waiting:
        match waiting.pop():
            case AllOf(parts) | AnyOf(parts):
                waiting += parts
            case Not(part):
                waiting.append(part)
            case NoObjection(lifted_by=ConsentLive() as lifted_by) as leaf:
                yield leaf
                yield lifted_by
            case leaf:
                yield leaf
