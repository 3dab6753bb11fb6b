"""When a transfer is covered, as the guard of the law compiled it."""

from collections.abc import Collection, Iterator

from privpolicy.engine.requirement import AnyOf, Clause, Constant, Ground, Requirement, Undeclared, Within
from privpolicy.law.transfer_guard import transfers
from privpolicy.lint.checks.recipients.naming import Outsider, outsiders
from privpolicy.lint.examined import Examined
from privpolicy.model.moment import Moment
from privpolicy.model.recipient import Recipient


def placed(x: Examined) -> Iterator[tuple[Outsider, Clause]]:
    """Yield the recipients of which a country is known, with what the law asks of a transfer there."""
    for one in outsiders(x):
        clause = x.transfers.get(one.name)
        if clause is not None and not isinstance(clause.requirement, Undeclared):
            yield one, clause


def is_covered(requirement: Requirement, at: Moment) -> bool:
    """Tell whether a transfer is covered at an instant; what the policy leaves open is not reported here."""
    match requirement:
        case Constant(holds):
            return holds
        case Within(start, end):
            return (start is None or start <= at) and (end is None or at < end)
        case AnyOf(parts):
            return any(is_covered(part, at) for part in parts)
        case _:
            return True


def covered_until(x: Examined, clause: Clause, at: Moment) -> Moment | None:
    """Return the first instant after one at which a transfer is foreseeably no longer covered; ``None``: there is none.

    That a court or the Commission would strike a decision down could not be foreseen.
    """
    unforeseen = {ground.end for ground in clause.grounds if was_struck_down(x, ground)}
    end: Moment | None = at
    while end is not None and is_covered(clause.requirement, end):
        end = _latest_end(clause.requirement, end)
        end = None if end in unforeseen else end
    return end


def was_struck_down(x: Examined, ground: Ground) -> bool:
    """Tell whether a decision ended by a judgment or a later decision, and not a listing by itself before."""
    return any(
        one.ended_by in ground.ended_by and one.valid.until == ground.end
        for one in x.law.adequacy.values()
        if one.ended_by is not None
    )


def _latest_end(requirement: Requirement, at: Moment) -> Moment | None:
    """Return the latest end of what covers an instant; ``None`` where that has none."""
    parts = requirement.parts if isinstance(requirement, AnyOf) else (requirement,)
    ends = [part.end if isinstance(part, Within) else None for part in parts if is_covered(part, at)]
    return None if None in ends else max(end for end in ends if end is not None)


def without(x: Examined, recipient: str, tools: Collection[str]) -> Requirement:
    """Return what a transfer would rest on without some kinds of tools."""
    stated = x.transfer_tools(recipient)
    left = tuple(tool for tool in stated[1] if tool.tool not in tools) if stated is not None else ()
    alone = Recipient.model_construct(country=x.country(recipient), transfer_tools=left)
    return transfers({recipient: alone}, x.guard_facts)[recipient].requirement
