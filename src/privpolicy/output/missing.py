"""What is missing, sorted: what is asked in every case, in which alternatives, and what must not stand against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, Need, Needs
from privpolicy.engine.policy import Policy
from privpolicy.output.need_words import Choice, Part, UnlessConsent, fact_type, is_standing, words

_NO_RESTRICTION = FactNeed("restricted", value=False)
NOT_COLLECTED = EventNeed("collected", None)
Way = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What would settle a conditional answer to a permit, in words."""

    asked: tuple[str, ...]
    """What the policy asks in every case."""
    alternatives: tuple[tuple[str, ...], ...]
    """Beside that, each of these; none where there is only one way."""
    standing: tuple[str, ...]
    """Standing exceptions that must not apply in any case."""

    @property
    def nothing(self) -> bool:
        """Whether nothing that a request can state would settle it."""
        return not (self.asked or self.alternatives or self.standing)


def missing(needs: Needs, policy: Policy) -> Missing:
    """Sort the alternatives of a decision, and put them into words."""
    found = _chosen(_excused(needs), policy)
    ways = [way for way in found if NOT_COLLECTED not in way] or found  # who asks about data mostly has it
    shared = set(ways[0]).intersection(*ways[1:]) if ways else set()
    common = tuple(part for part in (ways[0] if ways else ()) if part in shared)
    rest = [tuple(part for part in way if part not in shared) for way in ways]
    return Missing(
        asked=tuple(words(part, policy) for part in common if not is_standing(part)),
        alternatives=tuple(tuple(words(part, policy) for part in way) for way in rest if way),
        standing=tuple(words(part, policy) for part in common if is_standing(part)),
    )


def _excused(needs: Needs) -> list[Way]:
    """Say *no restriction, or a consent* once, where each of the two would do beside the same other needs."""
    known = {frozenset(way) for way in needs}
    consents = dict.fromkeys(need for way in needs for need in way if isinstance(need, ConsentNeed))
    excused: dict[frozenset[Need], Way] = {}
    spoken: set[frozenset[Need]] = set()
    for way in needs:
        others = frozenset(way) - {_NO_RESTRICTION}
        for consent in consents:
            twin = others | {consent}
            if len(others) < len(way) and consent not in others and twin in known:
                spoken.add(twin)
                excused[frozenset(way)] = tuple(UnlessConsent(consent) if n == _NO_RESTRICTION else n for n in way)
    return [excused.get(frozenset(way), way) for way in needs if frozenset(way) not in spoken]


def _chosen(ways: Sequence[Way], policy: Policy) -> list[Way]:
    """Say alternatives once that differ in one thing alone: the value of an enum, or the date of an event."""
    topics = dict.fromkeys(choice for way in ways for part in way if (choice := _choice(part, policy)) is not None)
    for topic in topics:
        joined: dict[Way, list[Need]] = {}
        for way in ways:
            open_ = Choice(topic, ())
            shape = tuple(open_ if _choice(part, policy) == topic else part for part in way)
            chosen = [part for part in way if _choice(part, policy) == topic and isinstance(part, FactNeed | EventNeed)]
            joined.setdefault(shape, []).extend(chosen)
        ways = [_closed(shape, chosen) for shape, chosen in joined.items()]
    return list(ways)


def _choice(part: Part, policy: Policy) -> str | None:
    """Return what a need is a choice of: one value of several, or one date of an event."""
    match part:
        case FactNeed(fact) if fact_type(fact, policy) == "enum":
            return f"fact {fact}"
        case EventNeed(event):
            return f"event {event}"
        case _:
            return None


def _closed(shape: Way, chosen: Sequence[Need]) -> Way:
    """Put the values that would do where an alternative was left open."""
    if not chosen:
        return shape
    part: Part = chosen[0] if len(chosen) == 1 else Choice(topic="", needs=tuple(chosen))
    return tuple(part if isinstance(one, Choice) and not one.needs else one for one in shape)
