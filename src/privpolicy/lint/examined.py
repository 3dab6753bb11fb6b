"""A policy as the checks see it: on one day, under its law, with what is inherited and resolved at hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.prohibitions import Prohibitions
from privpolicy.engine.policy import Policy
from privpolicy.engine.requirement import Clause
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS, Dimension, Vocabulary, own_role
from privpolicy.law.fact import Fact
from privpolicy.law.guard_facts import GuardFacts, guard_facts
from privpolicy.law.load import load_packs
from privpolicy.law.pack import Law
from privpolicy.law.transfer_guard import transfers
from privpolicy.lint.recognised import Recognised, recognised
from privpolicy.model.activity import Activity
from privpolicy.model.duration import read_duration
from privpolicy.model.moment import Moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.recipient import Contract, Recipient, Role, TransferTool
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath

DEFAULT_LAW = ("eu-gdpr",)
"""The law under which a policy that names none is read."""


@dataclass(frozen=True)
class Examined:
    """A policy without errors on one day. What is over on that day is left out; what is yet to come is looked at."""

    policy: Policy
    """Compiled under the law that it names, or under the Regulation where it names none."""
    at: Moment
    named: str | None = None
    """The path of the policy as it was named, for commands that ask it."""

    @property
    def model(self) -> PolicyModel:
        """The policy as written."""
        return self.policy.model

    @property
    def vocabulary(self) -> Vocabulary:
        """Its names and how they are ordered."""
        return self.policy.vocabulary

    @cached_property
    def packs(self) -> tuple[str, ...]:
        """The law packs under which it is read."""
        return self.model.policy.law or DEFAULT_LAW

    @cached_property
    def law(self) -> Law:
        """Everything the packs say."""
        return load_packs(self.packs)

    @cached_property
    def guard_facts(self) -> GuardFacts:
        """What guards ask of the packs, by country and day."""
        return guard_facts(self.packs)

    def law_holds(self, fact: str) -> bool:
        """Tell whether a fact of the packs, named ``section.id``, holds on the day; false where no pack has it."""
        section, _, name = fact.partition(".")
        found = getattr(self.law, section.replace("-", "_"), {}).get(name)
        return isinstance(found, Fact) and found.holds_at(self.at)

    # --- What is examined ---------------------------------------------------------------------------------------

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """The activities that are in force on the day or will be."""
        if self._over(self.model.policy.effective):
            return {}
        return {name: one for name, one in self.model.activities.items() if not self._over(one.effective)}

    @cached_property
    def prohibitions(self) -> Mapping[str, Prohibition]:
        """The prohibitions that are in force on the day or will be."""
        return {name: one for name, one in self.model.prohibitions.items() if not self._over(one.effective)}

    def _over(self, interval: object) -> bool:
        until = getattr(interval, "until", None)
        return until is not None and until <= self.at

    @cached_property
    def used_recipients(self) -> Mapping[str, tuple[str, ...]]:
        """The declared recipients that an activity names or that stand below one, with these activities."""
        found: dict[str, list[str]] = {}
        for name, activity in self.activities.items():
            for recipient in self.below("recipient", activity.recipients):
                if recipient in self.model.recipients:
                    found.setdefault(recipient, []).append(name)
        return {recipient: tuple(names) for recipient, names in found.items()}

    @cached_property
    def conflicts(self) -> Conflicts:
        """Where it says yes and no at once, decided on its compiled program from the day on."""
        return Conflicts(self.policy, self.at, tuple(self.activities), frozenset(self.prohibitions))

    @cached_property
    def compared(self) -> Prohibitions:
        """What its prohibitions say of each other."""
        return Prohibitions(self.conflicts)

    # --- Hierarchies --------------------------------------------------------------------------------------------

    def below(self, dimension: Dimension, concepts: Iterable[str]) -> frozenset[str]:
        """Return everything equal to or narrower than one of some concepts."""
        return self.vocabulary.narrower(dimension, concepts)

    def above(self, dimension: Dimension, concept: str) -> frozenset[str]:
        """Return everything equal to or broader than a concept."""
        return self.vocabulary.hierarchies[dimension].ancestors[concept]

    def is_leaf(self, dimension: Dimension, concept: str) -> bool:
        """Tell whether nothing is narrower than a concept."""
        return len(self.vocabulary.hierarchies[dimension].descendants[concept]) == 1

    def is_group(self, recipient: str) -> bool:
        """Tell whether a recipient is a mere group: it has members and no role of its own or inherited."""
        return not self.is_leaf("recipient", recipient) and self.role(recipient) is None

    # --- Categories and subjects --------------------------------------------------------------------------------

    @cached_property
    def special_data(self) -> frozenset[str]:
        """Categories that are special data (Art. 9), own or inherited mark."""
        return self._marked_data("special")

    @cached_property
    def criminal_data(self) -> frozenset[str]:
        """Categories that are data on offences (Art. 10), own or inherited mark."""
        return self._marked_data("criminal")

    def _marked_data(self, kind: str) -> frozenset[str]:
        return self.below("data", [name for name, one in self.model.data_categories.items() if one.sensitivity == kind])

    @cached_property
    def children(self) -> frozenset[str]:
        """Data subjects who are or may be children, own or inherited mark."""
        return self.below("data-subject", [name for name, one in self.model.data_subjects.items() if one.child])

    def is_marketing(self, activity: Activity) -> bool:
        """Tell whether an activity serves direct marketing with one of its purposes."""
        return any(purpose in self.vocabulary.direct_marketing for purpose in activity.purposes)

    # --- Recipients ---------------------------------------------------------------------------------------------

    def role(self, recipient: str) -> Role | None:
        """Return the role of a recipient, own or inherited along the dots."""
        return own_role(self.model.recipients, recipient)

    def country(self, recipient: str) -> str | None:
        """Return the country of a recipient, own or inherited along the dots."""
        return next((one.country for _, one in self._along_the_dots(recipient) if one.country is not None), None)

    def transfer_tools(self, recipient: str) -> tuple[NodePath, tuple[TransferTool, ...]] | None:
        """Return where the transfer tools of a recipient are written, and the tools; ``None`` where none are."""
        for name, declared in self._along_the_dots(recipient):
            if declared.transfer_tools is not None:
                return ("recipients", name, "transfer-tools"), declared.transfer_tools
        return None

    def contract(self, recipient: str) -> tuple[NodePath, Contract] | None:
        """Return where the contract with a recipient is written, and the contract; ``None`` where none is."""
        for name, declared in self._along_the_dots(recipient):
            if declared.contract is not None:
                return ("recipients", name, "contract"), declared.contract
        return None

    def _along_the_dots(self, recipient: str) -> Iterator[tuple[str, Recipient]]:
        while recipient:
            if recipient in self.model.recipients:
                yield recipient, self.model.recipients[recipient]
            recipient = recipient.rpartition(".")[0]

    def members(self, recipients: Iterable[str]) -> Iterator[tuple[str, Recipient]]:
        """Yield the declared recipients at or below some, mere groups and the controller's own left out."""
        for name in sorted(self.below("recipient", recipients)):
            declared = self.model.recipients.get(name)
            if declared is not None and name.partition(".")[0] not in BUILT_IN_RECIPIENTS and not self.is_group(name):
                yield name, declared

    @cached_property
    def transfers(self) -> Mapping[str, Clause]:
        """What the law asks of a transfer to each declared recipient, with the grounds that can meet it."""
        return transfers(self.model.recipients, self.guard_facts)

    # --- Retention ----------------------------------------------------------------------------------------------

    def schedule(self, activity: str) -> tuple[NodePath, Schedule] | None:
        """Return the schedule of an activity with the path where it is written; ``None`` where no clock runs."""
        written = self.model.activities[activity].retention
        here: NodePath = ("activities", activity, "retention")
        match written:
            case None:
                return None
            case Schedule():
                return here, written
            case name if name in self.model.retention:
                return ("retention", name), self.model.retention[name]
            case text:
                phase = Phase.model_construct(phase="active", for_=read_duration(text))
                return here, Schedule.model_construct(phases=(phase,), then="erase")

    @cached_property
    def schedules(self) -> Mapping[NodePath, tuple[Schedule, tuple[str, ...]]]:
        """The schedules that activities run by: each by the path where it is written, with these activities."""
        found: dict[NodePath, tuple[Schedule, list[str]]] = {}
        for name in self.activities:
            written = self.schedule(name)
            if written is not None:
                found.setdefault(written[0], (written[1], []))[1].append(name)
        return {path: (schedule, tuple(names)) for path, (schedule, names) in found.items()}

    @cached_property
    def keepers(self) -> Mapping[str, Activity]:
        """The activities by which the controller keeps data, itself or through others that act for it.

        Who acts for another controller keeps as that one says, and what a third party keeps is its own affair.
        """
        hands = frozenset({"processor", "joint-controller"})
        own = {
            name
            for name, roles in self.vocabulary.roles.items()
            if name.partition(".")[0] == "controller" or not hands.isdisjoint(roles)
        }
        return {
            name: activity
            for name, activity in self.activities.items()
            if activity.role != "processor" and keeps(activity) and not own.isdisjoint(activity.recipients)
        }

    @cached_property
    def periods(self) -> tuple[Recognised, ...]:
        """The retention periods of the packs that hold on the day and are about something in this policy."""
        return recognised(self.law.retention_periods, self.model, self.vocabulary, self.at)

    # --- Words --------------------------------------------------------------------------------------------------

    @cached_property
    def texts(self) -> tuple[tuple[NodePath, str], ...]:
        """Every text for people with its path: titles, descriptions, interests, grounds, statements of the notice."""
        written = self.model.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
        return tuple(_texts(written, (), for_people=False))

    def title(self, section: str, name: str) -> str:
        """Return the title of a declaration, in the first language it is given in, or its id."""
        declared = getattr(self.model, section.replace("-", "_"), {}).get(name)
        title = getattr(declared, "title", None)
        return next(iter(title.values()), name) if isinstance(title, dict) else title or name


_FOR_PEOPLE = frozenset({"title", "description", "legitimate-interest", "text", "compelling-grounds"})


def _texts(value: object, path: NodePath, *, for_people: bool) -> Iterator[tuple[NodePath, str]]:
    match value:
        case str() if for_people:
            yield path, value
        case dict():
            for key, below in value.items():
                # Below a localised text every key is a language; an id may be called `text` as well.
                yield from _texts(below, (*path, key), for_people=for_people or (key in _FOR_PEOPLE and len(path) > 0))
        case list() | tuple():
            for position, below in enumerate(value):
                yield from _texts(below, (*path, position), for_people=for_people)
        case _:
            pass


def keeps(activity: Activity) -> bool:
    """Tell whether data lies somewhere after an activity; what is looked at and erased at once does not."""
    operations = activity.operations
    return "store" in operations or "record" in operations or ("collect" in operations and "erase" not in operations)
