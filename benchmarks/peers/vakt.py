"""Vakt: one policy object an activity or prohibition, its rules over lists of concepts."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER, ByHand, by_hand
from benchmarks.contest.statement import (
    Activity,
    Policy,
    Prohibition,
    Question,
    above,
    age,
    cells,
    consented,
    exported,
)
from benchmarks.peers.protocol import Label

WAY = "a policy an activity, MemoryStorage and RulesChecker; three inquiries, what is broader, consent and age given"
WAY_INDEXED = "as the plain form, in a storage that gives the policies of the cell from a dictionary written by hand"


@dataclass(frozen=True, slots=True)
class Guarded:
    guard: Any
    inquiry: Any

    def request(self, question: Question) -> list[Any]:
        context = {"age": age(question), "consented": consented(question), **exported(question)}
        return [
            self.inquiry(
                action=operation,
                subject={"purpose": list(above(purpose)), "recipient": list(above(recipient))},
                resource={"category": list(above(category)), "subject": list(above(subject)), "cell": cell},
                context=context,
            )
            for cell in cells(question)
            for purpose, category, subject, operation, recipient in [cell]
        ]

    def decide(self, request: list[Any]) -> bool:
        allowed = self.guard.is_allowed
        return all(allowed(inquiry) for inquiry in request)


@dataclass(frozen=True, slots=True)
class Vakt:
    label: Label
    indexed: bool

    def start(self, policy: Policy, asked: Sequence[Question]) -> Guarded:
        del asked
        import vakt  # noqa: PLC0415  # it may not be installed

        logging.getLogger("vakt").setLevel(logging.WARNING)
        stated = {each.name: _permit(each) for each in policy.activities}
        stated |= {each.name: _forbid(each) for each in policy.prohibitions}
        storage: Any = _storage(by_hand(policy), stated) if self.indexed else vakt.MemoryStorage()
        if not self.indexed:
            for each in stated.values():
                storage.add(each)
        return Guarded(vakt.Guard(storage, vakt.RulesChecker()), vakt.Inquiry)


def _permit(activity: Activity) -> Any:
    from vakt import ALLOW_ACCESS, Policy  # noqa: PLC0415  # it may not be installed
    from vakt.rules import AnyIn, Eq, In, Less  # noqa: PLC0415

    context = {"age": Less(FOREVER if activity.days is None else activity.days)}
    return Policy(
        activity.name,
        effect=ALLOW_ACCESS,
        actions=[In(*activity.operations)],
        subjects=[{"purpose": AnyIn(*activity.purposes), "recipient": AnyIn(*activity.recipients)}],
        resources=[{"category": AnyIn(*activity.data), "subject": AnyIn(*activity.subjects)}],
        context=context | ({"consented": Eq(val=True)} if activity.on_consent else {}),
    )


def _forbid(prohibition: Prohibition) -> Any:
    from vakt import DENY_ACCESS, Policy  # noqa: PLC0415  # it may not be installed
    from vakt.rules import AnyIn, Eq, In, Not  # noqa: PLC0415

    return Policy(
        prohibition.name,
        effect=DENY_ACCESS,
        actions=[In(*prohibition.operations)],
        subjects=[{"purpose": Not(AnyIn(*prohibition.except_purposes))}],
        resources=[{"category": AnyIn(*prohibition.data)}],
        context=({"export": Eq(val=True)} if prohibition.on_export else {})
        | ({"consented": Eq(val=False)} if prohibition.unless_consent else {}),
    )


def _storage(index: ByHand, stated: dict[str, Any]) -> Any:
    from vakt import MemoryStorage  # noqa: PLC0415  # it may not be installed

    class ByCell(MemoryStorage):  # type: ignore[misc]  # what is extended has no types
        """Vakt's own way to look fewer policies through: a storage that knows which can fit."""

        def find_for_inquiry(self, inquiry: Any, checker: Any = None) -> list[Any]:
            del checker
            covering, touching = index.at(inquiry.resource["cell"])
            return [*(stated[each.name] for each in covering), *(stated[each.name] for each in touching)]

    return ByCell()


VAKT = Vakt(Label("vakt", "vakt", WAY), indexed=False)
VAKT_INDEXED = Vakt(Label("vakt, indexed by hand", "vakt", WAY_INDEXED), indexed=True)
