"""A change in words: what it comes from, and in what the two policies differ there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privpolicy.analysis.difference import Effect, Ids, Kind
from privpolicy.analysis.sides import Side, Sides
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.diff.cause import SECTION_OF, Cause
from privpolicy.diff.declared import flow
from privpolicy.diff.fold import Folding
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.activity import Activity
from privpolicy.model.duration import write_duration
from privpolicy.model.interval import Interval
from privpolicy.model.moment import Moment, write_moment
from privpolicy.model.operation import DESTRUCTIVE
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.recipient import Recipient
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath

_MOST = 3
"""How many names a sentence holds."""

_KEYS: Mapping[Kind, str] = {
    "purpose": "purposes",
    "data": "data",
    "data-subject": "data-subjects",
    "operation": "operations",
    "recipient": "recipients",
    "consent": "legal-basis",
    "objection": "legal-basis",
    "restriction": "legal-basis",
    "condition": "when",
    "retention": "retention",
    "origin": "further-processing-of",
    "in-force": "effective",
    "special-category": "special-category-condition",
    "terminal-equipment": "terminal-equipment",
}
"""Where an activity says what a kind of change is about."""

_COVERED: Mapping[Kind, tuple[str, str]] = {
    "purpose": ("new purpose", "no longer for"),
    "data": ("new data", "no longer this data:"),
    "data-subject": ("new data subjects", "no longer these persons:"),
    "operation": ("new operation", "no longer to"),
    "recipient": ("new recipient", "no longer through or to"),
}
_PHRASES: Mapping[Kind, tuple[str, str, str]] = {
    "objection": (
        "an objection no longer stops it",
        "an objection stops it now",
        "an objection stops it otherwise",
    ),
    "restriction": (
        "a restriction of processing no longer stops it",
        "a restriction of processing stops it now",
        "a restriction of processing stops it otherwise",
    ),
    "legal-hold": (
        "a legal hold no longer stops it",
        "a legal hold stops it now",
        "a legal hold stops it otherwise",
    ),
    "transfer": (
        "the law no longer stops the transfer",
        "the law stops the transfer",
        "the law lets the transfer pass at other times",
    ),
    "special-category": (
        "Art. 9 no longer stops it",
        "Art. 9 stops it, or asks for more",
        "Art. 9 asks for something else",
    ),
    "criminal-data": (
        "Art. 10 no longer stops it",
        "Art. 10 stops it, or asks for more",
        "Art. 10 asks for something else",
    ),
    "terminal-equipment": (
        "the law on terminal equipment no longer stops it",
        "the law on terminal equipment stops it, or asks for a consent",
        "the law on terminal equipment asks for something else",
    ),
    "several": (
        "what is asked for is less, all taken together",
        "what is asked for is more, all taken together",
        "what is asked for is another, all taken together",
    ),
}
_EFFECTS: tuple[Effect, ...] = ("widens", "narrows", "changes")
_NOUNS: Mapping[str, str] = {
    "purposes": "purposes",
    "data-categories": "data",
    "data-subjects": "data subjects",
    "recipients": "recipients",
}


@dataclass(frozen=True)
class Words:
    """Tells one change: its effect, the cells that it is about and the activities that cover them."""

    sides: Sides
    folding: Folding
    effect: Effect
    ids: Ids
    activities: tuple[str, ...]

    def message(self, cause: Cause) -> str:
        """Return the change on one line, the user's words in backticks, without a final stop."""
        phrases = dict.fromkeys(phrase for kind in cause.kinds for phrase in self._phrases(kind, cause))
        return f"{self._subject(cause)}: {'; '.join(phrases)}"

    def place(self, cause: Cause, side: Side) -> str | None:
        """Return where a side says what the change comes from; ``None`` where it says nothing of it."""
        for path in cause.paths:
            for kind in cause.kinds:
                found = self._path(path, kind, side)
                if found is not None:
                    return side.policy.place(found)
        return None

    # --- Where it comes from ------------------------------------------------------------------------------------

    def _path(self, path: NodePath, kind: Kind, side: Side) -> NodePath | None:
        model = side.policy.model
        match path:
            case ("activities", str() as name):
                return self._in_activity(name, kind, model)
            case ("prohibitions", str() as name):
                return path if name in model.prohibitions else None
            case ("retention", str() as name):
                return path if name in model.retention else None
            case ("policy", *_):
                return path if path == ("policy",) or _written(model, path) else None
            case (str() as section,):
                return next(
                    ((section, one) for one in self._ids_of(section) if one in getattr(model, _attribute(section), {})),
                    None,
                )
        return None

    def _in_activity(self, name: str, kind: Kind, model: PolicyModel) -> NodePath | None:
        activity = model.activities.get(name)
        if activity is None:
            return None
        key = _KEYS.get(kind, "")
        schedule = activity.retention
        shared = all(one is not None and one.retention == schedule for one in self._twice(name))
        if kind == "retention" and isinstance(schedule, str) and schedule in model.retention and shared:
            return ("retention", schedule)
        if kind == "consent" and all(one is not None and one.legal_basis == "consent" for one in self._twice(name)):
            key = "consent"
        return ("activities", name, key) if key else ("activities", name)

    def _twice(self, name: str) -> list[Activity | None]:
        return [side.policy.model.activities.get(name) for side in self.sides.both]

    def _subject(self, cause: Cause) -> str:
        heads = {str(path[0]) for path in cause.paths}
        if heads == {"activities"}:
            return _several([str(path[1]) for path in cause.paths])
        if heads == {"prohibitions"}:
            return _several(self.activities)
        if heads == {"retention"}:
            return f"schedule {_several([str(path[1]) for path in cause.paths])}"
        for section in (str(path[0]) for path in cause.paths if len(path) == 1):
            if section in _NOUNS:
                return f"{_several(self._ids_of(section))}, which changed among the {_NOUNS[section]}"
        if ("policy", "law") in cause.paths:
            old, new = (listed([quote(one) for one in side.programs.law], "and") for side in self.sides.both)
            return f"the law is {new or 'no longer asked'}, so far {old or 'nobody asked for it'}"
        if ("policy", "effective") in cause.paths:
            return "the policy as a whole"
        if ("facts",) in cause.paths:
            return "the facts, which are declared otherwise"
        return _several(self.activities)

    def _ids_of(self, section: str) -> list[str]:
        dimension = next((one for one in DIMENSIONS if SECTION_OF[one] == section), None)
        return [] if dimension is None else [told.id for told in self.folding.fold(dimension, self.ids[dimension])]

    # --- In what ------------------------------------------------------------------------------------------------

    def _phrases(self, kind: Kind, cause: Cause) -> Iterator[str]:
        match kind:
            case "purpose" | "data" | "data-subject" | "operation" | "recipient":
                yield self._coverage(kind)
                if kind == "recipient" and self.effect == "widens":
                    yield from self._countries()
            case "activity":
                yield "a new activity" if self.effect == "widens" else "this activity is gone"
            case "prohibition":
                yield self._prohibition(cause)
            case "consent":
                yield self._consent()
            case "condition":
                yield self._condition()
            case "retention":
                yield self._retention(cause)
            case "origin":
                yield self._origin()
            case "in-force":
                yield self._in_force()
            case _:
                yield _PHRASES[kind][_EFFECTS.index(self.effect)]

    def _choose(self, widens: str, narrows: str, changes: str) -> str:
        return {"widens": widens, "narrows": narrows, "changes": changes}[self.effect]

    def _coverage(self, kind: Dimension) -> str:
        phrase = _COVERED[kind][0 if self.effect == "widens" else 1]
        return f"{phrase} {_several([str(one) for one in self.folding.fold(kind, self.ids[kind])])}"

    def _countries(self) -> Iterator[str]:
        """Name countries in which no recipient of these activities was before."""
        old, new = (side.policy.model.recipients for side in self.sides.both)
        before = {country_of(old, one) for one in self._recipients(self.sides.old)}
        now = {country for one in self.ids["recipient"] if (country := country_of(new, one)) is not None}
        if fresh := sorted(now - before):
            yield f"in {listed(fresh, 'and')}, where no recipient of this was before"

    def _recipients(self, side: Side) -> Iterable[str]:
        model = side.policy.model
        listed_ = [
            one for name in self.activities if name in model.activities for one in model.activities[name].recipients
        ]
        return side.policy.vocabulary.narrower("recipient", listed_)

    def _prohibition(self, cause: Cause) -> str:
        names = [str(path[1]) for path in cause.paths if path[0] == "prohibitions"]
        if not names:
            return self._choose(
                "a prohibition reaches it less", "a prohibition reaches it", "a prohibition reaches it otherwise"
            )
        old, new = (side.policy.model.prohibitions for side in self.sides.both)
        told = _several(names)
        if not any(name in new for name in names):
            return f"no longer forbidden by {told}"
        if not any(name in old for name in names):
            return f"forbidden by {told}"
        return f"{told} {self._choose('forbids less', 'forbids more', 'forbids something else')}"

    def _pair(self) -> tuple[Activity, Activity] | None:
        """Return the one activity that changed, as it was and as it is."""
        changed = [name for name in self.activities if name in self.sides.activities]
        if len(changed) != 1:
            return None
        old, new = self._twice(changed[0])
        return (old, new) if old is not None and new is not None else None

    def _consent(self) -> str:
        pair = self._pair()
        if pair is not None:
            old, new = pair
            bases = (old.legal_basis, new.legal_basis)
            if bases[0] == "consent" != bases[1]:
                return f"consent is no longer needed, it rests on {quote(bases[1])} now"
            if bases[1] == "consent" != bases[0]:
                return f"consent is needed now, so far it rested on {quote(bases[0])}"
            if old.consent.explicit != new.consent.explicit:
                return "a consent must be explicit now" if new.consent.explicit else "a consent need not be explicit"
            times = [write_duration(one.consent.valid_for) if one.consent.valid_for else "ever" for one in pair]
            if times[0] != times[1]:
                return f"a consent counts for {times[1]}, so far for {times[0]}"
        return self._choose("consent is asked for less", "consent is asked for more", "another consent is asked for")

    def _condition(self) -> str:
        pair = self._pair()
        if pair is not None and pair[0].when != pair[1].when:
            was, now = (None if one.when is None else quote(_conditions(one)) for one in pair)
            if now is None:
                return f"the condition {was} is dropped"
            if was is None:
                return f"the condition {now} is added"
            return (
                f"{self._choose('a wider condition', 'a narrower condition', 'another condition')}: {now}, so far {was}"
            )
        return self._choose(
            "its condition asks for less", "its condition asks for more", "its condition asks for other things"
        )

    def _retention(self, cause: Cause) -> str:
        phrase = self._choose("kept longer", "kept shorter", "kept for another time")
        if DESTRUCTIVE.issuperset(self.ids["operation"]):
            phrase = self._choose("may be destroyed earlier", "must be kept longer", "may be destroyed at another time")
        phases = self._schedules(cause)
        if phases is None:
            return phrase
        times, uses = ([_spans(one) for one in phases], [_uses(one) for one in phases])
        if times[0] == times[1] and uses[0] != uses[1]:
            phrase = self._choose(
                "usable for more while restricted",
                "usable for less while restricted",
                "usable for other things while restricted",
            )
        was, now = map(_schedule, phases)
        return phrase if was == now else f"{phrase}: {now}, so far {was}"

    def _schedules(self, cause: Cause) -> list[Schedule | str | None] | None:
        """Return the schedule that changed as the two policies have it; ``None`` where it is not one alone."""
        named = [str(path[1]) for path in cause.paths if path[0] == "retention"]
        if len(named) == 1 and len(cause.paths) == 1:
            return [side.policy.model.retention[named[0]] for side in self.sides.both]
        pair = self._pair()
        if pair is None:
            return None
        return [schedule_of(side.policy.model, one) for side, one in zip(self.sides.both, pair, strict=True)]

    def _origin(self) -> str:
        pair = self._pair()
        if pair is not None:
            was, now = (set(one.further_processing_of) for one in pair)
            bases = [one.legal_basis for one in pair]
            if was == now and bases[0] != bases[1]:  # a live consent lets data of any origin be used
                if bases[0] == "consent":
                    return "no consent lets it use data collected under another activity any longer"
                if bases[1] == "consent":
                    return "a consent lets it use data collected under another activity"
            if now - was and not was - now:
                return f"may use data collected under {_several(sorted(now - was))}"
            if was - now and not now - was:
                return f"may no longer use data collected under {_several(sorted(was - now))}"
        return self._choose(
            "may use data collected under another activity",
            "may no longer use data collected under another activity",
            "may use data collected under other activities",
        )

    def _in_force(self) -> str:
        pair = self._pair()
        intervals = [one.effective for one in pair] if pair is not None else [None, None]
        if intervals[0] == intervals[1]:
            intervals = [side.policy.model.policy.effective for side in self.sides.both]
        phrase = self._choose("in force for longer", "in force for less long", "in force at another time")
        was, now = map(_interval, intervals)
        return phrase if was == now else f"{phrase}: {now}, so far {was}"


def country_of(recipients: Mapping[str, Recipient], name: str) -> str | None:
    """Return the country of a recipient, its own or the nearest along the dots of its id."""
    while name:
        declared = recipients.get(name)
        if declared is not None and declared.country is not None:
            return declared.country
        name = name.rpartition(".")[0]
    return None


def schedule_of(model: PolicyModel, activity: Activity) -> Schedule | str | None:
    """Return by what an activity keeps data: a schedule, a duration, or nothing."""
    if isinstance(activity.retention, str):
        return model.retention.get(activity.retention, activity.retention)
    return activity.retention


def _written(model: PolicyModel, path: NodePath) -> bool:
    return bool(getattr(model.policy, _attribute(str(path[-1])), None))


def _attribute(key: str) -> str:
    return key.replace("-", "_")


def _several(names: Iterable[str]) -> str:
    told = [quote(one) for one in names]
    if len(told) > _MOST:
        return f"{', '.join(told[:_MOST])} and {len(told) - _MOST} more"
    return listed(told, "and")


def _conditions(activity: Activity) -> str:
    dumped = activity.when.model_dump(by_alias=True, exclude_defaults=True) if activity.when is not None else None
    return flow(_dates(dumped))


def _dates(value: object) -> object:
    match value:
        case dict():
            return {key: _dates(below) for key, below in value.items()}
        case list() | tuple():
            return [_dates(one) for one in value]
        case Moment():
            return _day(value)
        case _:
            return value


def _phases(schedule: Schedule | str | None) -> tuple[Phase, ...]:
    return schedule.phases if isinstance(schedule, Schedule) else ()


def _spans(schedule: Schedule | str | None) -> object:
    if not isinstance(schedule, Schedule):
        return schedule
    return [(one.phase, one.from_, frozenset(one.until_events), one.for_) for one in schedule.phases]


def _uses(schedule: Schedule | str | None) -> object:
    return [one.purposes for one in _phases(schedule)]


def _schedule(schedule: Schedule | str | None) -> str:
    if schedule is None:
        return "without a limit"
    if isinstance(schedule, str):
        return quote(schedule)
    return f"{', then '.join(map(_phase, schedule.phases))}"


def _phase(phase: Phase) -> str:
    start = f" from {quote(phase.from_)}" if phase.from_ is not None else ""
    ends = [f"for {write_duration(phase.for_)}"] if phase.for_ is not None else []
    if phase.until_events:
        ends.append(f"until {listed([quote(one) for one in phase.until_events])}")
    return f"{phase.phase}{start} {' or '.join(ends) or 'without end'}"


def _interval(interval: Interval | None) -> str:
    if interval is None or (interval.from_ is None and interval.until is None):
        return "always"
    parts = [("from", interval.from_), ("until", interval.until)]
    return " ".join(f"{word} {_day(edge)}" for word, edge in parts if edge is not None)


def _day(moment: Moment) -> str:
    return write_moment(moment).removesuffix("T00:00:00Z")
