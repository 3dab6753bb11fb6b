"""What recipients and the controller are to each other: hidden joint control, double roles, representatives."""

from collections import defaultdict
from collections.abc import Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.lint.recognised import spoken_of, titles
from privpolicy.model.country import Country

_ON_INSTRUCTION = frozenset({"processor"})


def module_makes_joint_controllers(x: Examined) -> Iterator[Remark]:
    """Collected by others through the controller's own page.

    Who builds the module of another company into a page decides together with it that visitors' data is collected and
    sent: for that much both are controllers (Court of Justice, C-40/17, Fashion ID). They need an arrangement, and
    each an interest of its own.

    Reported are activities that collect and disclose at once, and that third parties alone carry out.

    Avoid::

        recipients:
          network: {role: third-party, country: IE}
        activities:
          button:
            purposes: [sharing]
            legal-basis: consent
            data-subjects: [visitor]
            data: [page-visit]
            operations: [collect, disclose]
            recipients: [network]    # expect

    Prefer::

        recipients:
          network:
            role: joint-controller
            country: IE
            contract: {kind: joint-controller-arrangement, from: 2020-01-01}
        activities:
          button:
            purposes: [sharing]
            legal-basis: consent
            data-subjects: [visitor]
            data: [page-visit]
            operations: [collect, disclose]
            recipients: [network]
    """
    for name, activity in x.activities.items():
        if activity.role != "controller" or not {"collect", "disclose"} <= set(activity.operations):
            continue
        if all(x.vocabulary.roles[recipient] == {"third-party"} for recipient in activity.recipients):
            others = listed([quote(one) for one in activity.recipients], "and")
            yield Remark(
                ("activities", name, "recipients"),
                f"in {quote(name)} nobody but {others} collects: who builds this in is a joint controller for it",
                "give them the role `joint-controller` with an arrangement, or say what the controller does itself",
            )


def one_company_many_roles(x: Examined) -> Iterator[Remark]:
    """One company that is a processor here and decides for itself there.

    A processor that uses data for purposes of its own is a controller for them (Art. 28(10) GDPR). A company in both
    roles has to keep the two apart, and people have to be able to tell which is which.

    Recipients count as one company where they share the first word of their ids and their country, and bear that word
    in their names.

    Avoid::

        recipients:
          acme: {title: Acme}    # expect
          acme.statistics: {title: Acme Statistics, role: processor, country: FR}
          acme.ads: {title: Acme Ads, role: third-party, country: FR}
        activities:
          statistics:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [visitor]
            data: [visits]
            recipients: [acme.statistics]
          advertising:
            purposes: [advertising]
            legal-basis: consent
            data-subjects: [visitor]
            data: [visits]
            recipients: [acme.ads]

    Prefer::

        recipients:
          acme: {title: Acme}
          acme.statistics: {title: Acme Statistics, role: processor, country: FR}
          acme.hosting: {title: Acme Hosting, role: processor, country: FR}
        activities:
          statistics:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [visitor]
            data: [visits]
            recipients: [acme.statistics, acme.hosting]
    """
    found: dict[tuple[str, Country], dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    for name in x.used_recipients:
        root, role, country = name.partition(".")[0], x.role(name), x.country(name)
        if root in BUILT_IN_RECIPIENTS or root not in x.model.recipients or role in {None, "authority"} or not country:
            continue
        declared = x.model.recipients[name]
        called = tuple(titles(declared)) or (name,)
        if all(spoken_of((root,), one) for one in called):
            found[root, country][role in _ON_INSTRUCTION].append(name)
    for (root, _), members in found.items():
        if members[True] and members[False]:
            under, free = quote(members[True][0]), quote(members[False][0])
            yield Remark(
                ("recipients", root),
                f"{under} acts on instructions and {free} decides for itself, and both seem to be one company",
                "say for each which data it gets for whose purposes, and see that the contract keeps them apart",
                tuple(
                    (("recipients", one), f"{quote(one)} is a {x.role(one)}")
                    for side in members.values()
                    for one in side
                ),
                on_key=True,
            )


def representative_outside(x: Examined) -> Iterator[Remark]:
    """A representative who is not in the Union.

    A controller outside the Union names somebody inside it, so that people and authorities have whom to turn to
    (Art. 27(1) and (3) GDPR). A representative elsewhere is none.

    Avoid::

        controller:
          name: Example Inc.
          country: US
          representative: {name: Example Ltd, country: GB}    # expect

    Prefer::

        controller:
          name: Example Inc.
          country: US
          representative: {name: Example Europe, country: IE}
    """
    controller = x.model.controller
    representative = controller.representative if controller is not None else None
    if representative is None or representative.country is None or _is_inside(x, representative.country):
        return
    yield Remark(
        ("controller", "representative", "country"),
        f"the representative is in {representative.country}, where it represents nobody in the Union on this day",
        "name somebody in a member state where the people are whose data is processed",
    )


def representative_missing(x: Examined) -> Iterator[Remark]:
    """A controller outside the Union without a representative.

    Who offers goods or services to people in the Union, or observes them, from outside names a representative there
    (Art. 27 GDPR) and tells people who it is (Art. 13(1)(a)). Only occasional processing without special risk is
    exempt.

    Avoid::

        controller:
          name: Example Inc.
          country: US    # expect

    Prefer::

        controller:
          name: Example Inc.
          country: US
          representative: {name: Example Europe, country: IE}
    """
    controller = x.model.controller
    if controller is None or controller.country is None or controller.representative is not None:
        return
    if not _is_inside(x, controller.country):
        yield Remark(
            ("controller", "country"),
            f"the controller is in {controller.country}, outside the Union, and names no representative in it",
            "name one under `representative`, or say why Art. 27(2) exempts you",
        )


def _is_inside(x: Examined, country: Country) -> bool:
    """Tell whether the Regulation applies in a country; a bridge for transfers alone is no part of the Union."""
    area = x.guard_facts.area(country, x.at)
    return area is not None and area.status in {"union", "eea-efta", "transition"}
