"""What the law of the day asks of every activity, compiled from the facts of its packs into requirements.

A guard looks at everything narrower than what was asked: data with one special category below it is special data, a
group with one member in a third country is a transfer. Protective operations are not guarded.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from privpolicy.engine.cell import Point
from privpolicy.engine.compile import simplify
from privpolicy.engine.gate.law import KnownLaw
from privpolicy.engine.guards import Guarded
from privpolicy.engine.hierarchy import parents_of
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AnyOf,
    Clause,
    ConsentLive,
    Constant,
    Requirement,
    Undeclared,
    Within,
)
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS, Dimension, Vocabulary
from privpolicy.engine.words import interval
from privpolicy.law.guard_facts import GuardFacts, guard_facts
from privpolicy.law.shelf import available
from privpolicy.model.activity import Activity
from privpolicy.model.country import Country
from privpolicy.model.interval import Interval
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.recipient import Recipient, TransferTool

Recipients = Mapping[str, Recipient]

DEFAULT_AGE = 16
"""The age of consent where no pack says otherwise (Art. 8(1) GDPR)."""


@dataclass(frozen=True, slots=True, eq=False)
class LawGuards:
    """The guards of the packs that a policy names, over its vocabulary."""

    packs: tuple[str, ...]
    transfers: Mapping[str, tuple[Clause, ...]]
    """What a disclosure to, or an operation by, each recipient asks; recipients that ask nothing are left out."""
    special: frozenset[str]
    """Categories that are, or hold, special data."""
    criminal: frozenset[str]
    """Categories that are, or hold, data on offences."""
    children: frozenset[str]
    """Data subjects that are, or include, children."""
    ages: Mapping[str, tuple[tuple[Within, int], ...]]
    default_age: int

    def mark(self, point: Point) -> Hashable:
        """Return what of a point the guards look at."""
        recipient = point.recipient if point.recipient in self.transfers else None
        return (
            recipient,
            point.category in self.special,
            point.category in self.criminal,
            point.data_subject in self.children,
        )

    def age_of_consent(self, point: Point) -> AgeOfConsent:
        """Return from which age a person consents alone (Art. 8(1) GDPR)."""
        return AgeOfConsent(self.ages, self.default_age, point.data_subject in self.children, ("gdpr:8-1",))

    def clauses(self, guarded: Guarded, point: Point) -> tuple[Clause, ...]:
        """Return what the law asks so that an activity permits at a point."""
        return (
            *self.transfers.get(point.recipient, ()),
            *(_special(guarded) if point.category in self.special else ()),
            *(_criminal(guarded) if point.category in self.criminal else ()),
            *_terminal(guarded),
        )


def guards_of(model: PolicyModel) -> LawGuards | None:
    """Compile the guards of the law packs that a policy names; ``None`` where it names none."""
    return guards_over(model, guard_facts(model.policy.law)) if model.policy.law else None


def known_law() -> KnownLaw:
    """Return what a policy may name: every pack, and the frameworks of all of them."""
    packs = available()
    law = guard_facts(packs)
    return KnownLaw(packs, (*law.listings, *law.clause_sets))


def guards_over(model: PolicyModel, law: GuardFacts) -> LawGuards:
    """Compile the guards of a law over a policy in which every name exists."""
    vocabulary = Vocabulary.of(model)
    sensitive = {name: category.sensitivity for name, category in model.data_categories.items()}
    recipients = vocabulary.hierarchies["recipient"].descendants
    own = _transfers(model.recipients, law)
    order = {name: number for number, name in enumerate(own)}
    asked = {
        recipient: tuple(own[name] for name in sorted(below & order.keys(), key=order.__getitem__))
        for recipient, below in recipients.items()
    }
    return LawGuards(
        law.packs,
        {recipient: clauses for recipient, clauses in asked.items() if clauses},
        _holding(vocabulary, "data", [name for name, kind in sensitive.items() if kind == "special"]),
        _holding(vocabulary, "data", [name for name, kind in sensitive.items() if kind == "criminal"]),
        _holding(vocabulary, "data-subject", [name for name, subject in model.data_subjects.items() if subject.child]),
        {
            country: tuple((Within(one.valid.from_, one.valid.until), one.age) for one in ages)
            for country, ages in law.ages.items()
        },
        max((one.age for one in law.ages.get("", ())), default=DEFAULT_AGE),
    )


def _holding(vocabulary: Vocabulary, dimension: Dimension, marked: list[str]) -> frozenset[str]:
    """Return what bears a mark, inherits it, or has something narrower that does."""
    hierarchy = vocabulary.hierarchies[dimension]
    bearing = frozenset[str]().union(*(hierarchy.descendants[name] for name in marked))
    return frozenset(name for name, below in hierarchy.descendants.items() if not bearing.isdisjoint(below))


def _special(guarded: Guarded) -> Iterator[Clause]:
    """Article 9: special data needs a condition beside its legal basis; explicit consent must be live."""
    condition = guarded.activity.special_category_condition
    path = ("activities", guarded.name, "special-category-condition")
    words = "special categories of data need a condition of Art. 9(2) GDPR beside the legal basis"
    if condition is None:
        yield Clause("special-category", Constant(holds=False), path, ("gdpr:9-1", "gdpr:9-2"), words)
    elif condition == "explicit-consent":
        consent = guarded.consent
        explicit = ConsentLive(consent.purpose, consent.broader, True, consent.valid_for, consent.minors)  # noqa: FBT003
        words = f"special categories of data need an explicit consent for `{consent.purpose}`"
        yield Clause("special-category", explicit, path, ("gdpr:9-2-a",), words)


def _criminal(guarded: Guarded) -> Iterator[Clause]:
    """Article 10: data on offences needs a legal obligation or a public task, and the law named."""
    activity: Activity = guarded.activity
    if activity.legal_basis not in {"legal-obligation", "public-task"} or activity.law is None:
        words = "data on offences needs a legal obligation or a public task as its basis, and the law named"
        yield Clause("criminal-data", Constant(holds=False), ("activities", guarded.name), ("gdpr:10",), words)


def _terminal(guarded: Guarded) -> Iterator[Clause]:
    """Article 5(3) of Directive 2002/58/EC: what is not strictly necessary on a device needs consent."""
    terminal = guarded.activity.terminal_equipment
    if terminal is not None and not terminal.strictly_necessary:
        words = f"storing or reading on the user's device needs consent for `{guarded.consent.purpose}`"
        path = ("activities", guarded.name, "terminal-equipment")
        yield Clause("terminal-equipment", guarded.consent, path, ("eprivacy:5-3",), words)


def _transfers(recipients: Recipients, law: GuardFacts) -> dict[str, Clause]:
    """Return what each recipient asks by itself; the built-in ones, their parts and mere groups ask nothing."""
    groups = {parent for above in parents_of(recipients).values() for parent in above}
    asked: dict[str, Clause] = {}
    for name in recipients:
        if name.partition(".")[0] in BUILT_IN_RECIPIENTS:
            continue
        country = _inherited_country(name, recipients)
        if country is not None:
            asked[name] = _transfer(name, country, _inherited_tools(name, recipients), law)
        elif name not in groups:
            words = f"the policy does not say in which country `{name}` is, so that a transfer cannot be judged"
            unsaid = Undeclared(("recipients", name, "country"))
            asked[name] = Clause("transfer", unsaid, ("recipients", name), ("gdpr:44",), words)
    return asked


def _inherited_country(name: str, recipients: Recipients) -> Country | None:
    for ancestor in _along_the_dots(name):
        declared = recipients.get(ancestor)
        if declared is not None and declared.country is not None:
            return declared.country
    return None


def _inherited_tools(name: str, recipients: Recipients) -> tuple[TransferTool, ...]:
    for ancestor in _along_the_dots(name):
        declared = recipients.get(ancestor)
        if declared is not None and declared.transfer_tools is not None:
            return declared.transfer_tools
    return ()


def _along_the_dots(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class _Ground:
    """A time in which a transfer to a recipient is covered, what covers it and where that is laid down."""

    window: Interval | None
    """``None``: it never covers."""
    words: str
    cites: tuple[str, ...]


def _transfer(name: str, country: Country, tools: tuple[TransferTool, ...], law: GuardFacts) -> Clause:
    areas = [area for area in law.areas.get(country, ()) if area.status != "directive"]
    decisions = [one for one in law.adequacy.get(country, ()) if not one.partial]
    grounds = [_Ground(one.valid, one.title, one.cites) for one in decisions]
    grounds += [_stated(tool, country, law) for tool in tools]
    windows = [area.valid for area in areas] + [ground.window for ground in grounds if ground.window is not None]
    requirement: Requirement = simplify(AnyOf(tuple(Within(window.from_, window.until) for window in windows)))
    listed = "; ".join(ground.words for ground in grounds) or "the policy states none"
    words = f"`{name}` is in {country}, and a transfer there needs an adequacy decision or a tool ({listed})"
    favour = f"the transfer to `{name}` in {country} is covered ({listed})" if grounds and not areas else ""
    cites = dict.fromkeys(("gdpr:44", *(cite for ground in grounds for cite in ground.cites)))
    return Clause("transfer", requirement, ("recipients", name, "transfer-tools"), tuple(cites), words, favour)


def _stated(tool: TransferTool, country: Country, law: GuardFacts) -> _Ground:
    """Judge a tool that the policy states."""
    own = Interval.model_construct(from_=tool.from_, until=tool.until)
    match tool.tool:
        case "adequacy":
            for decision in law.listings.get(tool.framework or "", ()):
                if decision.country == country:
                    window = common(own, decision.valid)
                    cites = (*decision.cites, *((decision.ended_by,) if decision.ended_by else ()))
                    return _Ground(window, _dated(decision.title, window), cites)
            return _Ground(None, f"no partial decision `{tool.framework}` for {country}", ("gdpr:45-1",))
        case "standard-clauses":
            clauses = law.clause_sets.get(tool.framework or "")
            if clauses is None or tool.from_ is None or not clauses.signable.holds_at(tool.from_):
                return _Ground(None, f"clauses `{tool.framework}` that could not be signed", ("gdpr:46-2-c",))
            window = common(own, clauses.valid)
            return _Ground(window, _dated(f"standard clauses `{tool.framework}`", window), clauses.cites)
        case "binding-rules":
            return _Ground(own, _dated("binding corporate rules", own), ("gdpr:46-2-b",))
        case "derogation":
            return _Ground(own, _dated("a derogation", own), ("gdpr:49-1",))


def common(one: Interval, other: Interval) -> Interval | None:
    """Return the time that two intervals share; ``None`` where they share none."""
    starts = [start for start in (one.from_, other.from_) if start is not None]
    ends = [end for end in (one.until, other.until) if end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and end <= start:
        return None
    return Interval.model_construct(from_=start, until=end)


def _dated(words: str, window: Interval | None) -> str:
    return f"{words} {interval(window.from_, window.until) if window is not None else 'never in time'}"
