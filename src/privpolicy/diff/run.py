"""Compare two policies that were read: what was declared otherwise, what it means, and which duties follow."""

import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from privpolicy.analysis.difference import Comparison, Difference, Effect, Standing
from privpolicy.analysis.sides import OLD, Side, Sides
from privpolicy.analysis.witness import command
from privpolicy.diff.boxes import Box, merged
from privpolicy.diff.cause import Cause, Causes
from privpolicy.diff.declared import declared_changes
from privpolicy.diff.duties import duties_of
from privpolicy.diff.fold import Folding
from privpolicy.diff.report import EFFECTS, Answer, Change, Report, Witness
from privpolicy.diff.which import Source
from privpolicy.diff.words import Words
from privpolicy.engine.cell import Point
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.loading.load import Loaded
from privpolicy.model.moment import Moment

Law = Literal["named"] | None
Ask = Callable[[Request, bool], str]
"""Writes the command that asks a request of the newer policy, or of the older."""

Found = tuple[Box, Difference]
"""A difference, and its cells as a product."""

_CHECK = "privpolicy check "


@dataclass(frozen=True, slots=True)
class Compared:
    """One of two policies: where it came from, what was read, and what it means."""

    source: Source
    loaded: Loaded
    policy: Policy | None
    """``None``: it has errors."""


def report_of(
    old: Compared, new: Compared, *, since: Moment | None = None, law: Law = "named", declared: bool = True
) -> Report:
    """Compare two policies, over all time or from an instant on."""
    faults = tuple(one for side in (old, new) if side.policy is None for one in side.loaded.diagnostics)
    if old.policy is None or new.policy is None:
        sources = {**old.loaded.sources, **new.loaded.sources}
        return Report(old.source.label, new.source.label, since, diagnostics=faults, sources=sources, compared=False)
    sides = Sides(Side(old.policy, law), Side(new.policy, law))
    changes = changes_between(sides, since, _asking(old, new, law))
    return Report(
        old=old.source.label,
        new=new.source.label,
        since=since,
        law=(sides.old.programs.law, sides.new.programs.law),
        declared=declared_changes(old.loaded, new.loaded) if declared else (),
        changes=changes,
        duties=duties_of(sides, changes, since),
    )


def changes_between(sides: Sides, since: Moment | None, ask: Ask) -> tuple[Change, ...]:
    """Return every difference in meaning, told in the fewest broad statements, what widens first."""
    causes = Causes(sides)
    groups: dict[tuple[Effect, Cause], dict[tuple[Standing, Standing], list[Found]]] = {}
    for difference in Comparison(sides, since).differences():
        together = groups.setdefault((difference.effect, causes.of(difference)), {})
        box = tuple(frozenset(difference.ids[dimension]) for dimension in DIMENSIONS)
        together.setdefault((difference.before, difference.after), []).append((box, difference))
    teller = _Teller(sides, Folding.of(*(side.policy for side in sides.both)), ask)
    found = [change for (_, cause), together in groups.items() for change in teller.changes(cause, together.values())]
    return tuple(sorted(found, key=lambda one: (EFFECTS.index(one.effect), one.paths, one.message, _names(one))))


def _names(change: Change) -> list[list[str]]:
    return [sorted(change.ids[dimension]) for dimension in DIMENSIONS]


def _meet(inside: Box, box: Box) -> bool:
    return all(ids & more for ids, more in zip(inside, box, strict=True))


def _asking(old: Compared, new: Compared, law: Law) -> Ask:
    def ask(request: Request, newer: bool) -> str:
        side = new if newer else old
        alone = " --no-law" if law is None else ""
        return f"{_CHECK}{shlex.quote(side.source.label)} {command(request).removeprefix(_CHECK)}{alone}"

    return ask


@dataclass(frozen=True)
class _Teller:
    """Makes statements of differences."""

    sides: Sides
    folding: Folding
    ask: Ask

    def changes(self, cause: Cause, groups: Collection[Sequence[Found]]) -> Iterator[Change]:
        """Yield the statements of one cause, which share their words and differ in the cells."""
        every = [found for group in groups for found in group]
        boxes = [box for box, _ in every]
        ids = {
            dimension: tuple(sorted(frozenset().union(*(box[place] for box in boxes))))
            for place, dimension in enumerate(DIMENSIONS)
        }
        inside = [difference for _, difference in every]
        words = Words(self.sides, self.folding, inside[0].effect, ids, _activities(inside))
        for group in groups:
            for box in merged(inside for inside, _ in group):
                yield self._change(cause, words, box, [one for inside, one in group if _meet(inside, box)])

    def _change(self, cause: Cause, words: Words, box: Box, inside: Sequence[Difference]) -> Change:
        """Return one statement, with the shortest requests that show it."""
        first = inside[0]
        ids = {dimension: tuple(sorted(several)) for dimension, several in zip(DIMENSIONS, box, strict=True)}
        return Change(
            effect=first.effect,
            kinds=cause.kinds,
            message=words.message(cause),
            ids=ids,
            told={dimension: self.folding.fold(dimension, several) for dimension, several in ids.items()},
            old_activities=tuple(dict.fromkeys(name for one in inside for name in one.old_activities)),
            new_activities=tuple(dict.fromkeys(name for one in inside for name in one.new_activities)),
            before=first.before,
            after=first.after,
            old_place=words.place(cause, self.sides.old),
            new_place=words.place(cause, self.sides.new),
            paths=cause.paths,
            widened=self._witness(_moved(one, one.widened, box) for one in inside),
            narrowed=self._witness(_moved(one, one.narrowed, box) for one in inside),
        )

    def _witness(self, requests: Iterable[Request | None]) -> Witness | None:
        """Return the shortest request that both policies, asked once more, answer differently."""
        there = [one for one in requests if one is not None]
        if not there:
            return None
        request = min(there, key=lambda one: (len(told := command(one)), told))
        old, new = self.sides.outcomes(request)
        if (old == "permit") == (new == "permit"):
            raise RuntimeError(f"a difference that is none: {command(request)}")
        newer = new == "permit"
        asked = (self.sides.old.understood(_of_the_old(request)), self.sides.new.understood(request))
        point = _point(request)
        answers = [
            outcome.value if side.knows(point) else "undeclared"
            for side, outcome in zip(self.sides.both, (old, new), strict=True)
        ]
        command_line = self.ask(asked[newer], newer)
        return Witness(asked[newer], asked, cast("Answer", answers[0]), cast("Answer", answers[1]), command_line)


def _point(request: Request) -> Point:
    return Point(request.purpose, request.data[0], request.data_subject or "", request.operation, request.recipient)


def _of_the_old(request: Request) -> Request:
    """Return a request with the facts that the older policy means where both mean another by the same name."""
    written = request.to_dict()
    facts = written["context"].get("facts", {})
    own = {name.removesuffix(OLD): value for name, value in facts.items() if name.endswith(OLD)}
    if not own:
        return request
    kept = {name: value for name, value in facts.items() if not name.endswith(OLD)}
    return Request.parse({**written, "context": {**written["context"], "facts": {**kept, **own}}})


def _moved(difference: Difference, request: Request | None, box: Box) -> Request | None:
    """Return a witness of a difference for a cell of a product: all cells of a difference have the same."""
    if request is None:
        return None
    cell = [min(ids & frozenset(difference.ids[dimension])) for dimension, ids in zip(DIMENSIONS, box, strict=True)]
    purpose, category, subject, operation, recipient = cell
    asked = {"purpose": purpose, "data": [category], "data-subject": subject}
    return Request.parse({**request.to_dict(), **asked, "operation": operation, "recipient": recipient})


def _activities(inside: Iterable[Difference]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in inside for name in (*one.new_activities, *one.old_activities)))
