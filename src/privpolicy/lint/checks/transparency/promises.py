"""What the notice makes of the rights that it names (PP725 to PP728)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import right, rights, told, written
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined

_OWN = frozenset({"processor", "joint-controller"})
"""Roles of recipients who answer for the controller, or beside it."""


def right_promised_elsewhere(x: Examined) -> Iterator[Remark]:
    """A right is promised for a legal basis under which the law does not give it.

    A promise that will not be kept misleads. An objection, for one, stops what rests on an interest or a public task;
    against a contract the law knows none, and a person who relies on the notice learns so too late.

    Avoid::

        notice:
          rights:
            objection:
              bases: [legitimate-interests, contract]    # expect

    Prefer::

        notice:
          rights:
            objection:
              bases: [legitimate-interests]
    """
    one = written(x)
    for name, which, said in rights(one) if one is not None else ():
        found = right(x, which)
        for position, basis in enumerate(said.bases or ()):
            if found is not None and found.by_basis[basis] == "no":
                message = f"the notice promises {quote(which)} for {quote(basis)}, where the law does not give it"
                advice = "take it out of the promise, or keep to the promise and say what follows from it"
                yield Remark(("notice", "rights", name, "bases", position), message, advice, cites=found.cites)


def right_made_conditional(x: Examined) -> Iterator[Remark]:
    """A right is made to depend on something that the law does not ask for.

    What limits a right stands in the law. A notice that adds to it, or makes the right look like a favour, keeps people
    from using it, even where another sentence says that the right is untouched.

    Avoid::

        notice:
          rights:
            erasure:
              conditions:
                - as far as the history of the account allows it    # expect

    Prefer::

        notice:
          rights:
            erasure:
    """
    one = written(x)
    for name, which, said in rights(one) if one is not None else ():
        found = right(x, which)
        for position, condition in enumerate(said.conditions):
            message = f"the notice makes {quote(which)} depend on {quote(condition)}"
            advice = "drop the condition, or tell the exception of the law that is meant"
            cites = found.cites if found is not None else ()
            yield Remark(("notice", "rights", name, "conditions", position), message, advice, cites=cites)


def absolute_right_overridden(x: Examined) -> Iterator[Remark]:
    """Exceptions are reserved against an objection to marketing.

    An objection to direct marketing is absolute: no reason is needed, and nothing outweighs it. Exceptions that are
    worded for objections in general, and do not keep marketing apart, read as if they reached it.

    Avoid::

        notice:
          rights:
            objection:
              exceptions: [compelling-grounds]
            objection-to-marketing:
              exceptions: [compelling-grounds]    # expect

    Prefer::

        notice:
          rights:
            objection:
              exceptions: [compelling-grounds]
            objection-to-marketing:
    """
    one = written(x)
    if one is None:
        return
    apart = "objection-to-marketing" in told(one)
    marketing = any(x.is_marketing(activity) for _, activity in acting(x))
    for name, which, said in rights(one):
        if not said.exceptions:
            continue
        grounds = listed([quote(ground) for ground in said.exceptions], "and")
        path = ("notice", "rights", name, "exceptions")
        if which == "objection-to-marketing":
            message = f"the notice lets {grounds} prevail over an objection to marketing, which is absolute"
            yield Remark(path, message, "reserve the exceptions for other objections, and say so", on_key=True)
        elif which == "objection" and marketing and not apart:
            message = f"the notice lets {grounds} prevail over every objection, one to marketing included"
            yield Remark(path, message, "name `objection-to-marketing` apart, without exceptions", on_key=True)


def right_sent_away(x: Examined) -> Iterator[Remark]:
    """A person who uses a right is sent to somebody else.

    The controller makes it easy to use a right and answers itself. Who receives the data may be a controller too, and
    can be asked as well; this does not free the one who took the data from the person.

    Avoid::

        notice:
          rights:
            erasure:
              addressed-to: bank    # expect

    Prefer::

        notice:
          rights:
            erasure:
    """
    one = written(x)
    for name, which, said in rights(one) if one is not None else ():
        to = said.addressed_to
        if to is None or to.partition(".")[0] == "controller":
            continue
        roles = x.vocabulary.roles.get(to, frozenset())
        if (roles and roles <= _OWN) or (which == "complaint" and "authority" in roles):
            continue
        message = f"for {quote(which)} the notice sends people to {quote(to)}, who is not the controller"
        advice = "name an address of the controller; the other one may be named beside it"
        yield Remark(("notice", "rights", name, "addressed-to"), message, advice)


CHECKS: tuple[Check, ...] = (
    check(
        "PP725", "right-promised-elsewhere", "warning", right_promised_elsewhere,
        cites=("gdpr:12-1", "gdpr:5-1-a"), rests_on=("rules.notice-form",),
    ),
    check(
        "PP726", "right-made-conditional", "warning", right_made_conditional,
        cites=("gdpr:12-2",), rests_on=("rules.requests-free",),
    ),
    check(
        "PP727", "absolute-right-overridden", "warning", absolute_right_overridden,
        cites=("gdpr:21-2", "gdpr:21-3"), rests_on=("rights.objection-to-marketing",),
    ),
    check(
        "PP728", "right-sent-away", "warning", right_sent_away,
        cites=("gdpr:12-2",), rests_on=("rules.requests-free",),
    ),
)  # fmt: skip
