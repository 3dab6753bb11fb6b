"""Whether there is a notice, and who stands behind it (PP70x)."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined


def notice_not_declared(x: Examined) -> Iterator[Remark]:
    """No `notice`, so that what persons are told was not looked at.

    Most of what goes wrong with a privacy notice is left out of it: a basis, a period, a right. A policy that does not
    say what its notice tells cannot be held against the law on this point, and none of the checks that compare the two
    speaks.

    Avoid::

        policy: {language: 1, id: shop, law: [eu-gdpr]}    # expect
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        policy: {language: 1, id: shop, law: [eu-gdpr]}
        notice:
          published: 2026-10-01
          tells:
            legal-bases:
            retention:
          rights:
            access:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    if x.model.notice is None and any(True for _ in acting(x)):
        advice = "add the section `notice`: which topics it tells, which rights it names, how requests are answered"
        message = "the policy has no `notice`, so that what persons are told was not checked"
        yield Remark(("policy",), message, advice, on_key=True)


def controller_not_identified(x: Examined) -> Iterator[Remark]:
    """A controller without a name, or without a way to reach it.

    Who decides on purposes and means is the first thing that a person must be told, and nobody can use a right against
    somebody who cannot be found. A name and one way to reach it, by post or electronically, are the least.

    Avoid::

        controller:    # expect
          name: Example SARL
          country: FR
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        controller:
          name: Example SARL
          contact: privacy@example.org
          country: FR
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    if not any(True for _ in acting(x)):
        return
    one = x.model.controller
    if one is None:
        advice = "add the section `controller` with `name` and `contact` or `address`"
        yield Remark(("policy",), "the policy does not say who the controller is", advice, on_key=True)
        return
    lacking = [] if one.name else ["no `name`"]
    lacking += [] if one.contact or one.address else ["neither `contact` nor `address`"]
    if lacking:
        message = f"the controller has {' and '.join(lacking)}"
        yield Remark(("controller",), message, "write who it is and how it is reached", on_key=True)


def officer_without_contact(x: Examined) -> Iterator[Remark]:
    """A data-protection officer whom nobody can reach.

    Where there is an officer, the notice gives the contact, and the controller publishes it. The name alone does not
    help; the other way round, no name is needed.

    Avoid::

        controller:
          name: Example SARL
          contact: privacy@example.org
          dpo: {name: A. Martin}    # expect

    Prefer::

        controller:
          name: Example SARL
          contact: privacy@example.org
          dpo: {contact: dpo@example.org}
    """
    officer = x.model.controller.dpo if x.model.controller else None
    if officer is not None and not (officer.contact or officer.address):
        message = "the data-protection officer has neither `contact` nor `address`"
        yield Remark(("controller", "dpo"), message, "write a `contact` of the officer's own", on_key=True)


CHECKS: tuple[Check, ...] = (
    check("PP700", "notice-not-declared", "note", notice_not_declared, cites=("gdpr:12-1", "gdpr:13")),
    check(
        "PP701", "controller-not-identified", "error", controller_not_identified,
        cites=("gdpr:13-1-a",), rests_on=("notice-items.a13-1-a",),
    ),
    check(
        "PP702", "officer-without-contact", "warning", officer_without_contact,
        cites=("gdpr:13-1-b", "gdpr:37-7"), rests_on=("notice-items.a13-1-b", "rules.officer-published"),
    ),
)  # fmt: skip
