"""Children, who merit specific protection (recitals 38 and 71 GDPR)."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting, first, holding, marked_marketing
from privpolicy.lint.examined import Examined


def children_marketing(x: Examined) -> Iterator[Remark]:
    """Marketing to children without consent.

    Children see through advertising less than others, and know less of what they can refuse. The law singles marketing
    to them out for specific protection. An interest of the seller hardly outweighs that.

    With consent, the guard of the law packs asks for that of a parent.

    Avoid::

        purposes:
          offers: {direct-marketing: true}
        data-subjects:
          pupil: {child: true}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell school bags
            data-subjects: [pupil]    # expect
            data: [postal-address]

    Prefer::

        purposes:
          offers: {direct-marketing: true}
        data-subjects:
          pupil: {child: true}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell school bags
            data-subjects: [parent]
            data: [postal-address]
    """
    marketing = marked_marketing(x)
    with_children = holding(x, "data-subject", x.children)
    for name, one in acting(x):
        if one.legal_basis == "consent" or first(one.purposes, marketing) is None:
            continue
        at = first(one.data_subjects, with_children)
        if at is not None:
            yield Remark(
                ("activities", name, "data-subjects", at),
                f"`{name}` addresses marketing to children among `{one.data_subjects[at]}` on `{one.legal_basis}`",
                help="address adults only, or ask for consent, which for a child is that of a parent",
            )


def children_profiled(x: Examined) -> Iterator[Remark]:
    """Profiles of children.

    To profile is to predict somebody's interests, conduct or abilities. The law wants children kept out of decisions
    made that way, and names profiles of them as a case for specific protection.

    Avoid::

        data-subjects:
          pupil: {child: true}
        activities:
          learning-score:
            purposes: [learning-score]
            legal-basis: contract
            data-subjects: [pupil]
            data: [exercises]
            operations: [collect, use, profile]    # expect

    Prefer::

        data-subjects:
          pupil: {child: true}
        activities:
          learning-score:
            purposes: [learning-score]
            legal-basis: contract
            data-subjects: [pupil]
            data: [exercises]
            operations: [collect, use]
    """
    with_children = holding(x, "data-subject", x.children)
    for name, one in acting(x):
        if "profile" not in one.operations:
            continue
        if one.special_category_condition == "research" or (one.legal_basis == "consent" and one.consent.explicit):
            continue
        at = first(one.data_subjects, with_children)
        if at is not None:
            yield Remark(
                ("activities", name, "operations", one.operations.index("profile")),
                f"`{name}` profiles children among `{one.data_subjects[at]}`",
                help="leave `profile` out for children, or ask for explicit consent",
                related=((("activities", name, "data-subjects", at), "may be children"),),
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP415", "children-marketing", "warning", children_marketing,
        cites=("gdpr:recital-38", "gdpr:6-1-f"), rests_on=("rules.children-protected",),
    ),
    check(
        "PP426", "children-profiled", "warning", children_profiled,
        cites=("gdpr:recital-38", "gdpr:recital-71"), rests_on=("rules.children-protected",),
    ),
)  # fmt: skip
