"""The rights that a notice names, and those that it does not (PP710 to PP712, PP715, PP718)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import (
    bases,
    due,
    lifted_by_consent,
    missing,
    notice,
    objectionable,
    on_consent,
    pointing,
    right,
    told,
)
from privpolicy.lint.examined import Examined
from privpolicy.model.notice import Notice


def withdrawal_not_told(x: Examined) -> Iterator[Remark]:
    """Consent is used, and nobody is told that it can be withdrawn.

    Consent that cannot be taken back is none, and a person who is not told cannot take it back. So the right to
    withdraw is told before the consent is given, wherever one counts: as a legal basis, or as what opens a prohibition.

    Avoid::

        notice:
          rights:    # expect
            access:
        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: consent
            data-subjects: [customer]
            data: [email]

    Prefer::

        notice:
          rights:
            access:
            withdrawal:
        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: consent
            data-subjects: [customer]
            data: [email]
    """
    one = notice(x)
    if one is None or "withdrawal" in told(one):
        return
    if used := on_consent(x):
        related = pointing(used, "this activity rests on consent")
    elif lifted := lifted_by_consent(x):
        related = ((("prohibitions", lifted[0], "unless"), "a consent lifts this prohibition"),)
    else:
        return
    message = "the notice does not say that consent can be withdrawn"
    advice = "tell it, with the way to do it, and name `withdrawal` under `rights`"
    yield missing(x, "rights", message, advice, related=related)


def complaint_not_told(x: Examined) -> Iterator[Remark]:
    """Nobody is told of the right to complain to a supervisory authority.

    A person who is not heard by the controller can turn to an authority. The right is told in every notice; which
    authority it is need not be said.

    Avoid::

        notice:    # expect
          tells:
            legal-bases:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        notice:
          tells:
            legal-bases:
          rights:
            complaint:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    one = notice(x)
    if one is not None and "complaint" not in told(one):
        message = "the notice does not name the right to complain to a supervisory authority"
        yield missing(x, "rights", message, "name it, and write `complaint` under `rights`")


def right_not_told(x: Examined) -> Iterator[Remark]:
    """A right that persons have, and that the notice does not name.

    Each of the rights on the list of the law is named, as far as it exists under the legal bases in use: portability
    needs consent or a contract, an objection an interest or a public task. A list that claims to give only examples
    does not help whoever looks for the one left out.

    Avoid::

        notice:
          rights:    # expect
            access:
            rectification:
            erasure:
            portability:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        notice:
          rights:
            access:
            rectification:
            erasure:
            restriction:
            portability:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    one = notice(x)
    if one is None:
        return
    known = told(one)
    for name in _listed_rights(x):
        if name not in known:
            message = f"the notice does not name the right of {quote(name)}"
            found = right(x, name)
            yield missing(
                x, "rights", message, f"name it, and write `{name}` under `rights`", cites=found.cites if found else ()
            )


def _listed_rights(x: Examined) -> list[str]:
    """Return the rights that the law lists one by one and that exist under a basis in use."""
    used = bases(x)
    listed = dict.fromkeys(name for item in due(x, "rights") for name in item.must_list)
    return [
        name
        for name in listed
        if (found := right(x, name)) is not None and any(found.by_basis[basis] != "no" for basis in used)
    ]


def after_death_not_told(x: Examined) -> Iterator[Remark]:
    """French law lets persons dispose of their data after death, and the notice does not say so.

    In France anyone may lay down what is to be kept, erased and passed on after death. Whether every notice has to
    mention it is debated; the authority's own models do.

    Avoid::

        policy: {language: 1, id: shop, law: [eu-gdpr, fr]}
        notice:
          rights:    # expect
            access:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        policy: {language: 1, id: shop, law: [eu-gdpr, fr]}
        notice:
          rights:
            access:
            after-death:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    one = notice(x)
    if one is not None and "after-death" not in told(one):
        message = "the notice does not name the right to leave directives about one's data after death"
        yield missing(x, "rights", message, "name it, and write `after-death` under `rights`")


def objection_not_apart(x: Examined) -> Iterator[Remark]:
    """The right to object does not stand apart from the rest.

    Of all rights this one has to catch the eye: it is brought to the attention of the person expressly, clearly and
    apart from other information, at the latest with the first message. One word in a list of rights is not that.

    Avoid::

        notice:
          tells:    # expect
            legal-bases:
          rights:
            objection:
        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: legitimate-interests
            data-subjects: [customer]
            data: [email]

    Prefer::

        notice:
          tells:
            legal-bases:
            objection:
          rights:
            objection:
        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: legitimate-interests
            data-subjects: [customer]
            data: [email]
    """
    one = notice(x)
    if one is None or "objection" in one.tells or not (possible := objectionable(x)) or _unnamed(x, one):
        return
    message = "the notice does not tell of the right to object apart from other information"
    advice = "give it a heading of its own, and write `objection` under `tells`"
    yield missing(x, "tells", message, advice, related=pointing(possible, "a person may object to this activity"))


def _unnamed(x: Examined, one: Notice) -> bool:
    """Tell whether the right to object is not named at all, of which another check speaks."""
    return "objection" in _listed_rights(x) and "objection" not in told(one)


CHECKS: tuple[Check, ...] = (
    check(
        "PP710", "withdrawal-not-told", "error", withdrawal_not_told,
        cites=("gdpr:7-3", "gdpr:13-2-c"), rests_on=("notice-items.a13-2-c",),
    ),
    check(
        "PP711", "complaint-not-told", "error", complaint_not_told,
        cites=("gdpr:13-2-d", "gdpr:77-1"), rests_on=("notice-items.a13-2-d",),
    ),
    check(
        "PP712", "right-not-told", "error", right_not_told,
        cites=("gdpr:13-2-b",), rests_on=("notice-items.a13-2-b",),
    ),
    check(
        "PP715", "after-death-not-told", "warning", after_death_not_told,
        cites=("fr-lil:48", "fr-lil:85"), rests_on=("notice-items.fr-after-death",),
    ),
    check(
        "PP718", "objection-not-apart", "warning", objection_not_apart,
        cites=("gdpr:21-4",), rests_on=("notice-items.a21-4",),
    ),
)  # fmt: skip
