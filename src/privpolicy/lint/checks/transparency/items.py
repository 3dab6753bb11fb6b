"""What the notice has to tell, topic by topic, and what it tells only of some activities (PP705 to PP709)."""

from collections.abc import Callable, Iterator, Mapping

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.law.duty import NoticeItem
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import (
    disclosing,
    due,
    missing,
    notice,
    objectionable,
    on_consent,
    pointing,
    profiling,
    told,
    tracking,
    transferring,
)
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined

_ELSEWHERE = frozenset(
    {
        "controller", "officer", "rights", "withdrawal", "complaint", "mandatory-data", "automated-decisions",
        "objection", "after-death", "trackers-lifetime", "trackers-third-parties",
    }
)  # fmt: skip
"""Topics on which a check of their own speaks."""


def _every(x: Examined) -> list[str]:
    return [name for name, _ in acting(x)]


def _on_interests(x: Examined) -> list[str]:
    return [name for name, one in acting(x) if one.legal_basis == "legitimate-interests"]


def _with_officer(x: Examined) -> list[str]:
    return _every(x) if x.model.controller is not None and x.model.controller.dpo is not None else []


_CONCERNED: Mapping[str, Callable[[Examined], list[str]]] = {
    "always": _every,
    "dpo": _with_officer,
    "legitimate-interests": _on_interests,
    "recipients": disclosing,
    "transfer": transferring,
    "consent": on_consent,
    "automated-decisions": profiling,
    "objection": objectionable,
    "terminal-equipment": tracking,
}
"""Because of which activities an item is due."""


def notice_item_missing(x: Examined) -> Iterator[Remark]:
    """Something that the law wants told, and the notice does not tell.

    When data is taken from a person, a list of things must be told at that moment. Some are always due, such as the
    legal basis and the period; others where there is something to tell, such as recipients or a transfer. A topic that
    the notice never touches is missing for everybody.

    Avoid::

        notice:
          published: 2026-10-01
          tells:    # expect
            legal-bases:
            recipients:
        activities:
          payment:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [bank-account]
            operations: [collect, disclose]
            recipients: [bank]

    Prefer::

        notice:
          published: 2026-10-01
          tells:
            legal-bases:
            recipients:
            retention:
        activities:
          payment:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [bank-account]
            operations: [collect, disclose]
            recipients: [bank]
    """
    one = notice(x)
    if one is None:
        return
    known = told(one)
    for topic in dict.fromkeys(item.topic for item in x.law.notice_items.values()):
        if topic in known or topic in _ELSEWHERE:
            continue
        items = due(x, topic)
        concerned = dict.fromkeys(name for item in items for name in _CONCERNED[item.applies](x))
        if concerned:
            yield _untold(x, topic, items[0], list(concerned))


def _untold(x: Examined, topic: str, item: NoticeItem, concerned: list[str]) -> Remark:
    message = f"the notice does not tell of {quote(topic)}"
    advice = f"tell it in the notice and write `{topic}:` under `tells`; what is wanted: {_lower(item.title)}"
    related = () if item.applies == "always" else pointing(concerned, "it is due because of this activity")
    return missing(x, "tells", message, advice, cites=item.cites, related=related)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def basis_not_told(x: Examined) -> Iterator[Remark]:
    """An activity of which the notice does not say on what legal basis it rests.

    A person can only judge, and contest, processing whose basis is named: a consent can be withdrawn, an interest
    objected to, a contract read. So each purpose is told together with its basis, and a general list of bases that
    could apply does not do.

    Avoid::

        notice:
          tells:
            legal-bases:
              silent-on:
                - newsletter    # expect

    Prefer::

        notice:
          tells:
            legal-bases:
    """
    yield from _silent(x, "legal-bases", "the legal basis of {activity}", "name the basis beside the purpose")


def period_not_told(x: Examined) -> Iterator[Remark]:
    """An activity of which the notice does not say how long the data is kept.

    The period is told, or, where no figure can be given, the criteria from which a person can work it out. That data
    is kept no longer than necessary repeats the law and says nothing of the period.

    Avoid::

        notice:
          tells:
            retention:
              silent-on: [support]    # expect

    Prefer::

        notice:
          tells:
            retention:
    """
    yield from _silent(
        x,
        "retention",
        "how long data of {activity} is kept",
        "state a period, or the events and figures that make it up",
    )


def interest_recipient_or_transfer_not_told(x: Examined) -> Iterator[Remark]:
    """An activity of which the notice does not tell the interest, the recipients or the transfer.

    Where an activity rests on an interest, hands data on or sends it abroad, the notice says so for this activity:
    which interest, which recipients or kinds of them, which country and which safeguard. Otherwise nobody can follow
    where the data goes.

    Avoid::

        notice:
          tells:
            recipients:
              silent-on: [hosting]    # expect

    Prefer::

        notice:
          tells:
            recipients:
    """
    for topic, what, advice in (
        ("legitimate-interests", "the interest behind {activity}", "name the interest that is pursued"),
        ("recipients", "the recipients of {activity}", "name the recipients, or kinds of them"),
        ("transfers", "the transfer of {activity}", "name the country and the safeguard, or say that there is none"),
    ):
        yield from _silent(x, topic, what, advice)


def _silent(x: Examined, topic: str, what: str, advice: str) -> Iterator[Remark]:
    one = notice(x)
    if one is None or topic not in one.tells or not (items := due(x, topic)):
        return
    for position, name in enumerate(one.tells[topic].silent_on):
        if name in x.activities:
            yield Remark(
                ("notice", "tells", topic, "silent-on", position),
                f"the notice does not tell {what.format(activity=quote(name))}",
                f"{advice}, in the notice; then take the activity off this list",
                related=pointing([name], "the activity is declared here"),
                cites=items[0].cites,
            )


def others_not_told(x: Examined) -> Iterator[Remark]:
    """Persons whose data comes from elsewhere, and a notice that does not say what and where from.

    Who never gave data cannot know that it is held. Such persons are told what a person who fills in a form already
    knows: which kinds of data, and where they come from. Contacts in an address book are the usual case.

    Avoid::

        notice:
          from-elsewhere: [contact-of-user]    # expect
          tells:
            legal-bases:
        activities:
          address-book:
            purposes: [contacts]
            legal-basis: contract
            data-subjects: [contact-of-user]
            data: [name]

    Prefer::

        notice:
          from-elsewhere: [contact-of-user]
          tells:
            legal-bases:
            categories:
            origin:
        activities:
          address-book:
            purposes: [contacts]
            legal-basis: contract
            data-subjects: [contact-of-user]
            data: [name]
    """
    one = notice(x)
    if one is None:
        return
    known = told(one)
    direct = {item.topic for item in x.law.notice_items.values() if item.collected != "elsewhere"}
    items = [
        item
        for item in x.law.notice_items.values()
        if item.collected == "elsewhere" and item.topic not in direct | known and item.holds_at(x.at)
    ]
    if not items:
        return
    concerned = x.below("data-subject", {subject for _, activity in acting(x) for subject in activity.data_subjects})
    for position, subject in enumerate(one.from_elsewhere):
        if subject in concerned or not concerned.isdisjoint(x.below("data-subject", [subject])):
            topics = listed([quote(item.topic) for item in items], "and")
            yield Remark(
                ("notice", "from-elsewhere", position),
                f"data of {quote(subject)} comes from elsewhere, and the notice does not tell {topics}",
                "tell which kinds of data are held of them and from whom they come",
                cites=tuple(cite for item in items for cite in item.cites),
            )


CHECKS: tuple[Check, ...] = (
    check("PP705", "notice-item-missing", "error", notice_item_missing, cites=("gdpr:13",)),
    check(
        "PP706", "basis-not-told", "error", basis_not_told,
        cites=("gdpr:13-1-c", "gdpr:6-1"), rests_on=("rules.basis-for-every-purpose",),
    ),
    check(
        "PP707", "period-not-told", "error", period_not_told,
        cites=("gdpr:13-2-a", "gdpr:5-1-e"), rests_on=("rules.retention-in-notice",),
    ),
    check("PP708", "recipient-not-told", "warning", interest_recipient_or_transfer_not_told, cites=("gdpr:13-1",)),
    check(
        "PP709", "others-not-told", "warning", others_not_told,
        cites=("gdpr:14",), rests_on=("notice-items.a14-1-d", "notice-items.a14-2-f"),
    ),
)  # fmt: skip
