"""Several bases for one processing, where nobody can tell which it is and what a person can do about it."""

from collections.abc import Iterator

from privpolicy.engine.index import members
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.legal_basis.reach import Reach
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity


def withdrawal_without_effect(x: Examined) -> Iterator[Remark]:
    """Consent that cannot be withdrawn, since another activity goes on without it.

    Everything that this activity may do on consent, another may do on another basis, for the same persons, data and
    recipients. Whoever withdraws changes nothing: the consent was never a choice, and asking for it misleads.

    Avoid::

        activities:
          recommendations:
            purposes: [recommendations]
            legal-basis: consent    # expect
            data-subjects: [customer]
            data: [order]
          all-about-orders:
            purposes: [recommendations, delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        activities:
          recommendations:
            purposes: [recommendations]
            legal-basis: consent
            data-subjects: [customer]
            data: [order]
          all-about-orders:
            purposes: [delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    reach = Reach.of(x)
    lifting = sum(1 << at for at, name in enumerate(reach.index.prohibitions) if x.model.prohibitions[name].unless)
    for name, one in reach.resting_on("consent"):
        covering = reach.covering(one) & ~reach.bases["consent"]
        if not covering or reach.touching(one) & lifting:
            continue
        other = next(
            (rival for rival in members(reach.names, covering) if _outlives(reach.activities[rival], one)), None
        )
        if other is not None:
            yield Remark(
                ("activities", name, "legal-basis"),
                f"to withdraw the consent of `{name}` changes nothing: `{other}` permits the same on another basis",
                help="rest it on the one basis that really carries it, or take it out of the other activity",
                related=((("activities", other), "permits all of it without consent"),),
            )


def _outlives(other: Activity, consented: Activity) -> bool:
    """Tell whether an activity that covers another goes on whenever that one would."""
    special = consented.special_category_condition
    return (
        (other.when is None or other.when == consented.when)
        and (other.retention is None or other.retention == consented.retention)
        and (other.effective is None or other.effective == consented.effective)
        and not (other.terminal_equipment is not None and not other.terminal_equipment.strictly_necessary)
        and (special is None or other.special_category_condition not in (None, "explicit-consent"))
    )


def two_bases(x: Examined) -> Iterator[Remark]:
    """Two legal bases for the same processing.

    The same is done with the same data of the same persons for the same purpose, here on one basis and there on
    another. The basis decides what a person can do: withdraw a consent, object to an interest, or neither. With two of
    them a controller can always fall back on the one that suits it, and the notice cannot say which applies.

    Activities that conditions or periods of retention tell apart are not compared.

    Avoid::

        activities:
          better-search:
            purposes: [better-search]
            legal-basis: contract
            data-subjects: [customer]
            data: [search-terms]
          search-quality:
            purposes: [better-search]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: That customers find what we sell
            data-subjects: [customer]
            data: [search-terms]

    Prefer::

        activities:
          search:
            purposes: [search]
            legal-basis: contract
            data-subjects: [customer]
            data: [search-terms]
          search-quality:
            purposes: [better-search]
            legal-basis: legitimate-interests
            legitimate-interest: That customers find what we sell
            data-subjects: [customer]
            data: [search-terms]
    """
    reach = Reach.of(x)
    alike = reach.alike(x)
    for name, one in reach.activities.items():
        rivals = reach.earlier(name) & alike[name] & reach.rivals(one.legal_basis)
        if rivals:
            rivals &= reach.sharing(one)
        other = next((rival for rival in members(reach.names, rivals) if _meet(reach.activities[rival], one)), None)
        if other is not None:
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` rests on `{one.legal_basis}` and `{other}` on `{reach.activities[other].legal_basis}`"
                " for the same purpose, data, persons, operations and recipients",
                help="decide on one basis for what both cover, or tell them apart by purpose, data or a condition",
                related=((("activities", other), "the same on another basis"),),
            )


def _meet(other: Activity, one: Activity) -> bool:
    """Tell whether there is a day on which both are in force."""
    starts = [at.effective.from_ for at in (other, one) if at.effective is not None and at.effective.from_ is not None]
    ends = [at.effective.until for at in (other, one) if at.effective is not None and at.effective.until is not None]
    return not starts or not ends or max(starts) < min(ends)


def same_disclosure_two_bases(x: Examined) -> Iterator[Remark]:
    """Data disclosed to one recipient both on consent and on legitimate interests.

    A person is asked before certain data goes to another company, and the same data goes to that company anyway on a
    legitimate interest, for a purpose of a different name. Whoever refuses is not spared, and what was presented as a
    choice is none.

    Only recipients that decide for themselves are looked at; a processor may serve many purposes.

    Avoid::

        activities:
          film-module:
            purposes: [films]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: To show films on our pages
            data-subjects: [visitor]
            data: [page-visit]
            operations: [collect, disclose]
            recipients: [film-portal]
          film-account:
            purposes: [sign-in]
            legal-basis: consent
            data-subjects: [visitor]
            data: [page-visit, user-name]
            operations: [collect, disclose]
            recipients: [film-portal]

    Prefer::

        activities:
          film-module:
            purposes: [films]
            legal-basis: consent
            data-subjects: [visitor]
            data: [page-visit]
            operations: [collect, disclose]
            recipients: [film-portal]
          film-account:
            purposes: [sign-in]
            legal-basis: consent
            data-subjects: [visitor]
            data: [page-visit, user-name]
            operations: [collect, disclose]
            recipients: [film-portal]
    """
    reach = Reach.of(x)
    consents = reach.doing("disclose") & reach.bases.get("consent", 0)
    if not consents:
        return
    outside = frozenset(name for name in x.model.recipients if x.role(name) in {"third-party", "joint-controller"})
    for name, one in reach.resting_on("legitimate-interests"):
        if "disclose" not in one.operations or one.when is not None:
            continue
        receiving = reach.receiving(x.below("recipient", one.recipients) & outside)
        found = consents & receiving
        if found:
            found &= reach.near(one) & ~reach.overlapping("purpose", one.purposes)
        other = next(iter(members(reach.names, found)), None)
        if other is not None:
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` discloses on legitimate interests what `{other}` discloses to the same recipient on consent",
                help="ask for consent in both, or set data and recipients of the one apart from those of the other",
                related=((("activities", other), "the same data to the same recipient, on consent"),),
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP314", "withdrawal-without-effect", "warning", withdrawal_without_effect,
        cites=("gdpr:7-3", "gdpr:5-1-a", "edpb:guidelines-5/2020"), rests_on=("rules.consent-withdrawable",),
    ),
    check(
        "PP316", "two-bases", "error", two_bases,
        cites=("gdpr:5-1-a", "gdpr:13-1-c"), rests_on=("rules.basis-for-every-purpose",),
    ),
    check(
        "PP329", "same-disclosure-two-bases", "warning", same_disclosure_two_bases,
        cites=("gdpr:5-1-a", "gdpr:7-3", "gdpr:13-1-c"), rests_on=("rules.consent-withdrawable",),
    ),
)  # fmt: skip
