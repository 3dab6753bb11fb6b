"""Activities that cover more than one purpose can need."""

from collections.abc import Iterator, Sequence

from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined
from privpolicy.model.operation import OPERATIONS, PROTECTIVE

_ACTS = frozenset(OPERATIONS) - PROTECTIVE
_MERELY_KEEPS = frozenset({"collect", "record", "store", "disclose", "pseudonymise", *PROTECTIVE})
_FEWEST_CATEGORIES = 4
"""In a policy with fewer roots, all of them may well be what is needed."""
_FEWEST_PURPOSES = 3
_FEWEST_PARTS = 5
"""Of a single category at the top that holds all others."""


def wider_than_needed(x: Examined) -> Iterator[Remark]:
    """An activity that covers everything there is.

    It lists every category at the top of the policy, every purpose, or every operation from collecting to selling. No
    single purpose needs all of that; and what is permitted too widely here is permitted everywhere.

    Activities on a legal obligation are left out, as a right of access or a seizure may reach everything; and so is
    keeping all data without using it, as a host does.

    Avoid::

        data-categories: {identity: , order: , payment: , messages: }
        activities:
          service:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [identity, order, payment, messages]    # expect

    Prefer::

        data-categories: {identity: , order: , payment: , messages: }
        activities:
          delivery:
            purposes: [delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [identity, order]
    """
    for name, one in acting(x):
        if one.legal_basis == "legal-obligation":
            continue
        whole = _everything(x, "data", one.data, _FEWEST_CATEGORIES) or _the_only_root(x, one.data)
        if whole and not _MERELY_KEEPS.issuperset(one.operations):
            yield _remark(name, "data", "every category of the policy")
        if _everything(x, "purpose", one.purposes, _FEWEST_PURPOSES):
            yield _remark(name, "purposes", "every purpose of the policy")
        if _ACTS.issubset(one.operations):
            yield _remark(name, "operations", "every operation, selling and publishing included")


def _everything(x: Examined, dimension: Dimension, listed: Sequence[str], fewest: int) -> bool:
    """Tell whether a list reaches all that stands at the top."""
    roots = x.vocabulary.hierarchies[dimension].roots
    return fewest <= len(roots) <= len(listed) and set(roots) <= set(listed)


def _the_only_root(x: Examined, listed: Sequence[str]) -> bool:
    """Tell whether a list holds the one category above all others, of which there are several."""
    hierarchy = x.vocabulary.hierarchies["data"]
    if len(hierarchy.roots) != 1 or hierarchy.roots[0] not in listed:
        return False
    return sum(not below for below in hierarchy.children.values()) >= _FEWEST_PARTS


def _remark(name: str, key: str, what: str) -> Remark:
    return Remark(
        ("activities", name, key),
        f"`{name}` covers {what}",
        help="list what its purpose needs, and make an activity of its own for each further purpose",
        on_key=True,
    )


def sale_without_consent(x: Examined) -> Iterator[Remark]:
    """Data sold without consent.

    Nobody expects to be sold. The interest of the seller in its price does not outweigh that of the person, and no
    contract with the person needs the sale. Authorities ask for consent, with the buyers named.

    Avoid::

        activities:
          address-trade:
            purposes: [address-trade]
            legal-basis: legitimate-interests
            legitimate-interest: To earn money with addresses
            data-subjects: [customer]
            data: [address]
            operations: [sell]    # expect

    Prefer::

        activities:
          address-trade:
            purposes: [address-trade]
            legal-basis: consent
            data-subjects: [customer]
            data: [address]
            operations: [sell]
    """
    for name, one in acting(x):
        if "sell" in one.operations and one.legal_basis != "consent":
            yield Remark(
                ("activities", name, "operations", one.operations.index("sell")),
                f"`{name}` permits to sell data on `{one.legal_basis}`",
                help="take `sell` out, or ask for consent and name the buyers",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP414", "wider-than-needed", "warning", wider_than_needed,
        cites=("gdpr:5-1-b", "gdpr:5-1-c"), rests_on=("rules.data-minimisation",),
    ),
    check(
        "PP424", "sale-without-consent", "warning", sale_without_consent,
        cites=("gdpr:6-1-a", "gdpr:6-1-f"), rests_on=("legal-bases.legitimate-interests",),
    ),
)  # fmt: skip
