"""What the law of the day asks of every activity, compiled from the facts of its packs into requirements.

A guard looks at everything narrower than what was asked: data with one special category below it is special data, a
group with one member in a third country is a transfer. Protective operations are not guarded.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import HOLDS, simplify
from privpolicy.engine.gate.law import KnownLaw
from privpolicy.engine.guards import Guarded
from privpolicy.engine.requirement import AgeOfConsent, AnyOf, Clause, Constant, Ground, Within
from privpolicy.engine.vocabulary import Dimension, Vocabulary
from privpolicy.law.errors import PackError
from privpolicy.law.guard_facts import GuardFacts, guard_facts
from privpolicy.law.shelf import available
from privpolicy.law.transfer_guard import transfers
from privpolicy.model.policy_model import PolicyModel

DEFAULT_AGE = 16
"""The age of consent where no pack says otherwise (Art. 8(1) GDPR)."""


@dataclass(frozen=True, slots=True, eq=False)
class LawGuards:
    """The guards of the packs that a policy names, over its vocabulary."""

    law: GuardFacts
    transfers: Mapping[str, tuple[Clause, ...]]
    """What a disclosure to, or an operation by, each recipient asks; recipients that ask nothing are left out."""
    special: Mapping[str, str]
    """Categories that are, or hold, special data, with the category that makes them so."""
    criminal: Mapping[str, str]
    """Categories that are, or hold, data on offences, with the category that makes them so."""
    children: Mapping[str, str]
    """Data subjects that are, or include, children."""
    ages: Mapping[str, tuple[tuple[Within, int], ...]]
    default_age: int

    @property
    def packs(self) -> tuple[str, ...]:
        """The law packs that speak."""
        return self.law.packs

    def mark(self, point: Point) -> Hashable:
        """Return what of a point the guards look at."""
        recipient = point.recipient if point.recipient in self.transfers else None
        return (
            recipient,
            self.special.get(point.category),
            self.criminal.get(point.category),
            point.data_subject in self.children,
        )

    def sees(self, point: Point) -> Hashable:
        """Return what the guards see in a point, whatever its ids are called."""
        special, criminal = point.category in self.special, point.category in self.criminal
        return (self.transfers.get(point.recipient, ()), special, criminal, point.data_subject in self.children)

    def age_of_consent(self, point: Point) -> AgeOfConsent:
        """Return from which age a person consents alone (Art. 8(1) GDPR)."""
        return AgeOfConsent(self.ages, self.default_age, point.data_subject in self.children, ("gdpr:8-1",))

    def clauses(self, guarded: Guarded, point: Point) -> tuple[Clause, ...]:
        """Return what the law asks so that an activity permits at a point."""
        return (
            *self.transfers.get(point.recipient, ()),
            *((_special(guarded, self.law, self.special[point.category]),) if point.category in self.special else ()),
            *(
                (_criminal(guarded, self.law, self.criminal[point.category]),)
                if point.category in self.criminal
                else ()
            ),
            *_terminal(guarded, self.law),
        )


def guards_of(model: PolicyModel, vocabulary: Vocabulary | None = None) -> LawGuards | None:
    """Compile the guards of the law packs that a policy names; ``None`` where it names none.

    ``vocabulary`` is that of the model, where it has been made already.
    """
    return guards_over(model, guard_facts(model.policy.law), vocabulary) if model.policy.law else None


def known_law() -> KnownLaw:
    """Return what a policy may name: every pack, and the frameworks of all of them that can be read."""
    frameworks: dict[str, None] = {}
    for pack in available():
        try:
            law = guard_facts((pack,))
        except PackError:
            continue  # told to whoever names it
        frameworks |= dict.fromkeys((*law.listings, *law.clause_sets))
    return KnownLaw(available(), tuple(frameworks))


def guards_over(model: PolicyModel, law: GuardFacts, vocabulary: Vocabulary | None = None) -> LawGuards:
    """Compile the guards of a law over a policy in which every name exists."""
    vocabulary = Vocabulary.of(model) if vocabulary is None else vocabulary
    sensitive = {name: category.sensitivity for name, category in model.data_categories.items()}
    recipients = vocabulary.hierarchies["recipient"].descendants
    own = transfers(model.recipients, law)
    order = {name: number for number, name in enumerate(own)}
    asked = {
        recipient: tuple(own[name] for name in sorted(below & order.keys(), key=order.__getitem__))
        for recipient, below in recipients.items()
    }
    return LawGuards(
        law,
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


def _holding(vocabulary: Vocabulary, dimension: Dimension, marked: list[str]) -> dict[str, str]:
    """Return what bears a mark, inherits it, or has something narrower that does, with the first that bears it."""
    hierarchy = vocabulary.hierarchies[dimension]
    bearing = frozenset[str]().union(*(hierarchy.descendants[name] for name in marked))
    order = {name: number for number, name in enumerate(hierarchy.parents)}
    return {
        name: name if name in bearing else min(below & bearing, key=order.__getitem__)
        for name, below in hierarchy.descendants.items()
        if not bearing.isdisjoint(below)
    }


def _special(guarded: Guarded, law: GuardFacts, data: str) -> Clause:
    """Article 9: special data needs a condition beside its legal basis; explicit consent must be live."""
    condition = guarded.activity.special_category_condition
    path = ("activities", guarded.name, "special-category-condition")
    words = f"`{data}` is a special category of data and needs a condition of Art. 9(2) beside the legal basis"
    if condition is None:
        return Clause("special-category", Constant(holds=False), path, ("gdpr:9-1", "gdpr:9-2"), words)
    known = law.conditions.get(condition)
    cites = known.cites if known is not None else ("gdpr:9-2",)
    favour = f"`{data}`, a special category of data, is processed on the condition of {condition.replace('-', ' ')}"
    if condition != "explicit-consent":
        return Clause("special-category", HOLDS, path, cites, words, favour)
    explicit = replace(guarded.consent, explicit=True)
    words = f"`{data}` is a special category of data and needs an explicit consent for `{explicit.purpose}`"
    return Clause("special-category", explicit, path, cites, words, favour)


def _criminal(guarded: Guarded, law: GuardFacts, data: str) -> Clause:
    """Article 10: data on offences needs a basis that can carry it, and the law named where a rule asks for one."""
    activity = guarded.activity
    rules = [
        rule
        for rule in law.criminal_data
        if activity.legal_basis in rule.bases and (activity.law is not None or not rule.needs_law)
    ]
    bases = dict.fromkeys(basis.replace("-", " ") for rule in law.criminal_data for basis in rule.bases)
    words = f"`{data}` is data on offences and needs {listed(tuple(bases))} as its basis, and the law named"
    cites = tuple(dict.fromkeys(("gdpr:10", *(cite for rule in rules for cite in rule.cites))))
    windows = simplify(AnyOf(tuple(Within(None, rule.valid.until) for rule in rules)))
    favour = f"`{data}`, data on offences, is processed on a law that is named"
    return Clause("criminal-data", windows, ("activities", guarded.name), cites, words, favour)


def _terminal(guarded: Guarded, law: GuardFacts) -> Iterator[Clause]:
    """Article 5(3) of Directive 2002/58/EC: what is not strictly necessary on a device needs consent."""
    terminal = guarded.activity.terminal_equipment
    if terminal is None or terminal.strictly_necessary:
        return
    purpose = guarded.consent.purpose
    rules = (rule for rule in law.terminal_equipment if rule.kind == "rule")
    yield Clause(
        "terminal-equipment",
        guarded.consent,
        ("activities", guarded.name, "terminal-equipment"),
        ("eprivacy:5-3",),
        f"storing or reading on the user's device needs consent for `{purpose}`",
        f"storing or reading on the user's device rests on consent for `{purpose}`",
        tuple(Ground(rule.title, rule.valid.from_, rule.valid.until, rule.cites) for rule in rules),
    )
