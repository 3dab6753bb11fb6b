"""What the checks of this family ask of a notice and of what is done."""

from collections.abc import Iterable, Iterator
from itertools import islice

from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS
from privpolicy.law.duty import NoticeItem
from privpolicy.law.right import Right
from privpolicy.lint.check import Remark
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined
from privpolicy.model.condition import Alternative
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.notice import Notice, RightTold
from privpolicy.source.path import NodePath

Related = tuple[tuple[NodePath, str], ...]
"""Further paths and what they show."""
_SHOWN = 3
"""To how many activities a finding points."""


def bases(x: Examined) -> frozenset[LegalBasis]:
    """Return the legal bases in use."""
    return frozenset(one.legal_basis for _, one in acting(x))


def written(x: Examined) -> Notice | None:
    """Return the notice, unless all that it tells of is over."""
    return x.model.notice if x.activities or not x.model.activities else None


def notice(x: Examined) -> Notice | None:
    """Return the notice where there is anything of which it has to tell."""
    return x.model.notice if any(True for _ in acting(x)) else None


def told(one: Notice) -> frozenset[str]:
    """Return the topics that a notice tells of; a right that it names is told of."""
    return frozenset((*one.tells, *(right for _, right, _ in rights(one))))


def rights(one: Notice) -> Iterator[tuple[str, str, RightTold]]:
    """Yield the rights that a notice names: the id, the right that it is, and what is said of it."""
    for name, right in one.rights.items():
        yield name, right.right or name, right


def right(x: Examined, name: str) -> Right | None:
    """Return a right of the law on the day; ``None`` where there is none."""
    found = x.law.rights.get(name)
    return found if found is not None and found.holds_at(x.at) else None


def due(x: Examined, topic: str) -> tuple[NoticeItem, ...]:
    """Return the items on a topic that hold on the day, those of Art. 14 alone left out."""
    return tuple(
        item
        for item in x.law.notice_items.values()
        if item.topic == topic and item.collected != "elsewhere" and item.holds_at(x.at)
    )


def missing(
    x: Examined, key: str, message: str, advice: str, *, related: Related = (), cites: tuple[str, ...] = ()
) -> Remark:
    """Make a remark on what does not stand under a key of the notice: at the key, or at the notice without it."""
    there = x.model.notice is not None and key in x.model.notice.model_fields_set
    path: NodePath = ("notice", key) if there else ("notice",)
    return Remark(path, message, advice, related, cites, on_key=True)


def pointing(names: Iterable[str], message: str) -> Related:
    """Point to the first of some activities."""
    return tuple((("activities", name), message) for name in islice(names, _SHOWN))


def on_consent(x: Examined) -> list[str]:
    """Return the activities that rest on consent, or on special data by explicit consent."""
    return [
        name
        for name, one in acting(x)
        if one.legal_basis == "consent" or one.special_category_condition == "explicit-consent"
    ]


def lifted_by_consent(x: Examined) -> list[str]:
    """Return the prohibitions that a consent lifts."""
    return [name for name, one in x.prohibitions.items() if any(_asks_consent(other) for other in one.unless)]


def _asks_consent(condition: Alternative) -> bool:
    return bool(condition.consent) or any(
        _asks_consent(below) for below in (*(condition.any_ or ()), *(condition.all_ or ()))
    )


def objectionable(x: Examined) -> list[str]:
    """Return the activities against which an objection is possible: by their basis, or because they are marketing."""
    return [
        name
        for name, one in acting(x)
        if one.legal_basis in ("legitimate-interests", "public-task") or x.is_marketing(one)
    ]


def tracking(x: Examined) -> list[str]:
    """Return the activities that write to or read devices beyond what is strictly necessary."""
    return [
        name
        for name, one in acting(x)
        if one.terminal_equipment is not None and not one.terminal_equipment.strictly_necessary
    ]


def profiling(x: Examined) -> list[str]:
    """Return the activities that profile."""
    return [name for name, one in acting(x) if "profile" in one.operations]


def disclosing(x: Examined) -> list[str]:
    """Return the activities with a recipient beside the controller and the person."""
    return [
        name
        for name, one in acting(x)
        if any(recipient.partition(".")[0] not in BUILT_IN_RECIPIENTS for recipient in one.recipients)
    ]


def transferring(x: Examined) -> list[str]:
    """Return the activities with a recipient in a country where the Regulation does not apply on the day."""
    abroad = {
        activity
        for recipient, names in x.used_recipients.items()
        if (country := x.country(recipient)) is not None and x.guard_facts.area(country, x.at) is None
        for activity in names
    }
    return [name for name, _ in acting(x) if name in abroad]
