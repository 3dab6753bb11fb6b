"""What the record of processing activities needs (PP740)."""

from collections.abc import Iterator, Sized

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import pointing
from privpolicy.lint.examined import Examined

_NAMED = 3
"""How many declarations a message names."""


def record_incomplete(x: Examined) -> Iterator[Remark]:
    """What the record of processing activities needs, and the policy does not hold.

    The record describes the purposes and, where possible, the measures of security. It is no part of the notice and is
    shown to the authority on request; a policy that holds all of it is the record. An activity names its measures under
    `obligations`, a purpose is described by its `title`.

    Avoid::

        purposes:
          billing: {title: Send and collect bills}
        activities:
          payment:    # expect
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        purposes:
          billing: {title: Send and collect bills}
        activities:
          payment:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
            obligations: [encryption]
    """
    bare = [name for name, one in x.activities.items() if not one.obligations]
    used = dict.fromkeys(purpose for one in x.activities.values() for purpose in one.purposes)
    untold = [name for name in used if not (x.model.purposes[name].title or x.model.purposes[name].description)]
    lacking = []
    if bare:
        lacking.append(f"measures of security for {_some(bare, x.activities, 'activities')}")
    if untold:
        lacking.append(f"a description of {_some(untold, used, 'purposes')}")
    if lacking:
        path = ("activities", bare[0]) if bare else ("purposes", untold[0])
        related = pointing(bare[1:], "this one names none either")
        wanted = (
            *(["name safeguards under `obligations`"] if bare else ()),
            *(["give each purpose a `title`"] if untold else ()),
        )
        advice = listed(wanted, "and")
        message = f"the record of processing activities lacks {', and '.join(lacking)}"
        yield Remark(path, message, advice, related, on_key=True)


def _some(names: list[str], among: Sized, what: str) -> str:
    """Name the first of some declarations, and say how many there are."""
    shown = [quote(name) for name in names[:_NAMED]]
    if len(names) <= _NAMED:
        return listed(shown, "and")
    return f"{len(names)} of {len(among)} {what} ({', '.join(shown)} …)"


CHECKS: tuple[Check, ...] = (
    check(
        "PP740", "record-incomplete", "note", record_incomplete,
        cites=("gdpr:30-1-b", "gdpr:30-1-g"), rests_on=("record-items.a30-1-b", "record-items.a30-1-g"),
    ),
)  # fmt: skip
