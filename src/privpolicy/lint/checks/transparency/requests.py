"""How the notice says that requests are answered (PP720 to PP724)."""

from collections.abc import Iterator
from typing import get_args

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import written
from privpolicy.lint.examined import Examined
from privpolicy.model.duration import Duration, add, write_duration
from privpolicy.model.moment import read_moment
from privpolicy.model.notice import RefusalPart, RequestsTold
from privpolicy.source.path import NodePath

_REQUESTS: NodePath = ("notice", "requests")


def _requests(x: Examined) -> RequestsTold | None:
    one = written(x)
    return one.requests if one is not None else None


def fee_for_requests(x: Examined) -> Iterator[Remark]:
    """Whoever makes a request may have to pay for it.

    Answers to data subjects are free. Only requests that are plainly unfounded or excessive, and further copies, may
    cost something, and the controller has to show that they are. A mention of costs that leaves this open keeps people
    from asking.

    Avoid::

        notice:
          requests:
            fee: possible    # expect

    Prefer::

        notice:
          requests:
            fee: excessive-requests
    """
    one = _requests(x)
    if one is not None and one.fee == "possible":
        message = "the notice says that any request may cost something"
        yield Remark((*_REQUESTS, "fee"), message, "say that answers are free, save excessive requests")


def identity_of_everybody(x: Examined) -> Iterator[Remark]:
    """Everybody who makes a request has to prove who it is.

    More information may be asked only where there are reasonable doubts, never as a rule; often the login of the
    account settles it. A copy of an identity document from everybody takes more data than the request is about.

    Avoid::

        notice:
          requests:
            identity: always    # expect
            identity-document: true

    Prefer::

        notice:
          requests:
            identity: in-doubt
    """
    one = _requests(x)
    if one is None or one.identity != "always":
        return
    message = "the notice asks everybody who makes a request to prove who it is"
    if one.identity_document:
        message += ", with a copy of an identity document as proof"
    cites = tuple(cite for cite in x.law.rules["fr-identity"].cites) if x.law_holds("rules.fr-identity") else ()
    yield Remark((*_REQUESTS, "identity"), message, "ask for proof only in reasonable doubt", cites=cites)


def refusal_without_remedy(x: Examined) -> Iterator[Remark]:
    """Requests may be refused, and what the person can do then is not told.

    Whoever is refused is told why, within a month at most, and that a complaint and a court are open. A notice that
    reserves the right to refuse and stops there makes the refusal look final.

    Avoid::

        notice:
          requests:
            refusal: [reasons]    # expect

    Prefer::

        notice:
          requests:
            refusal: [reasons, deadline, complaint, remedy]
    """
    one = _requests(x)
    if one is None or one.refusal is None:
        return
    lacking = [quote(part) for part in get_args(RefusalPart) if part not in one.refusal]
    if lacking:
        message = f"the notice says that requests may be refused, and does not tell {listed(lacking, 'and')}"
        advice = "say that a refusal comes with its reasons, in time, and that a complaint and a court are open"
        yield Remark((*_REQUESTS, "refusal"), message, advice, on_key=True)


def deadline_not_told(x: Examined) -> Iterator[Remark]:
    """The notice tells how requests are answered, and not by when.

    No article wants the time told, so that this is a matter of courtesy. It is mentioned because a person who does not
    know the time does not know when to complain.

    Avoid::

        notice:
          requests:    # expect
            fee: never

    Prefer::

        notice:
          requests:
            fee: never
            within: P1M
    """
    one = _requests(x)
    if one is not None and one.within is None:
        message = "the notice speaks of requests and does not tell by when they are answered"
        yield Remark(_REQUESTS, message, "tell the time, and write it under `within`", on_key=True)


def deadline_too_long(x: Examined) -> Iterator[Remark]:
    """More time is taken for an answer than there is.

    A request is answered without delay and within a month. The time can be made longer only for requests that are
    complex or many, and the person is told so within the first month; it is no time to promise to everybody.

    Avoid::

        notice:
          requests:
            within: P2M    # expect

    Prefer::

        notice:
          requests:
            within: P1M
    """
    one = _requests(x)
    most = x.law.deadlines["request-answer"].within
    if one is not None and one.within is not None and most is not None and _longer(one.within, most):
        said, longest = quote(write_duration(one.within)), quote(write_duration(most))
        message = f"requests are answered within {said}, and {longest} is the most"
        yield Remark((*_REQUESTS, "within"), message, f"write {longest} or less")


def _longer(one: Duration, other: Duration) -> bool:
    """Compare from the start of a month of 31 days, in which a month is longest."""
    start = read_moment("2001-01-01")
    end, most = add(start, one), add(start, other)
    return most is not None and (end is None or end > most)


CHECKS: tuple[Check, ...] = (
    check(
        "PP720", "fee-for-requests", "error", fee_for_requests,
        cites=("gdpr:12-5", "gdpr:15-3"), rests_on=("rules.requests-free",),
    ),
    check(
        "PP721", "identity-of-everybody", "error", identity_of_everybody,
        cites=("gdpr:12-6", "gdpr:12-2", "gdpr:5-1-c"), rests_on=("rules.identity-check",),
    ),
    check(
        "PP722", "refusal-without-remedy", "warning", refusal_without_remedy,
        cites=("gdpr:12-4",), rests_on=("deadlines.request-refusal",),
    ),
    check(
        "PP723", "deadline-not-told", "note", deadline_not_told,
        cites=("gdpr:12-3",), rests_on=("deadlines.request-answer",),
    ),
    check(
        "PP724", "deadline-too-long", "error", deadline_too_long,
        cites=("gdpr:12-3",), rests_on=("deadlines.request-answer",),
    ),
)  # fmt: skip
