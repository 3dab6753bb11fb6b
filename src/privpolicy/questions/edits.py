"""What could be written otherwise in a policy so that an activity comes nearer to permitting a request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Cell
from privpolicy.engine.evaluate import holds
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import Clause, Undeclared
from privpolicy.engine.vocabulary import DIMENSIONS, SECTIONS, Dimension
from privpolicy.law.guards import LawGuards
from privpolicy.model.activity import Activity, TerminalEquipment
from privpolicy.model.condition import Alternative
from privpolicy.model.duration import Duration, read_duration
from privpolicy.model.interval import Interval
from privpolicy.model.legal_basis import LEGAL_BASES, SpecialCategoryCondition
from privpolicy.model.moment import write_moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.recipient import TransferTool
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath, dotted

Rewrite = Callable[[PolicyModel], PolicyModel]
NEAR = 12
"""How many activities that fall short are looked at."""
LONGER = ("P1Y", "P2Y", "P3Y", "P5Y", "P10Y", "P30Y", "P100Y")
"""Durations that are tried, the shortest first."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something to write: where, what, and the same applied to a model."""

    path: NodePath
    words: str
    rewrite: Rewrite

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"path": dotted(self.path), "write": self.words}


def edits(policy: Policy, request: Request, cells: tuple[Cell, ...]) -> Iterator[tuple[Edit, ...]]:
    """Yield what could be tried next; several together where one activity falls short in several dimensions."""
    situation = bind(request, policy.vocabulary).situation
    for cell in cells:
        for alternative in cell.program.alternatives:
            failing = [one for one in alternative.clauses if holds(one.requirement, situation) is not True]
            for clause in failing:
                for edit in _against(policy, alternative.activity, clause, cell, request):
                    yield (edit,)
    yield from _covering(policy, cells)


# --- Coverage -----------------------------------------------------------------------------------------------------


def _covering(policy: Policy, cells: tuple[Cell, ...]) -> Iterator[tuple[Edit, ...]]:
    """Yield what would have to stand in the lists of activities that fall short in one dimension, then in two."""
    index, point = policy.programs().index, cells[0].point
    asked: dict[Dimension, tuple[str, ...]] = {
        "purpose": (point.purpose,),
        "data": tuple(cell.point.category for cell in cells),
        "data-subject": (point.data_subject,),
        "operation": (point.operation,),
        "recipient": (point.recipient,),
    }
    covering = {dimension: _all_of(index.covering[dimension], ids) for dimension, ids in asked.items()}
    missed: dict[int, list[tuple[str, int, list[Dimension]]]] = {1: [], 2: []}
    for number, name in enumerate(index.activities):
        bit = 1 << number
        missing = [dimension for dimension in DIMENSIONS if not covering[dimension] & bit]
        if 1 <= len(missing) <= 2:
            missed[len(missing)].append((name, bit, missing))
    for short in (1, 2):
        for name, bit, missing in missed[short][:NEAR]:
            lists = {
                dimension: tuple(one for one in asked[dimension] if not index.covering[dimension][one] & bit)
                for dimension in missing
            }
            yield tuple(_listing(name, dimension, ids) for dimension, ids in lists.items())


def _all_of(masks: Mapping[str, int], ids: tuple[str, ...]) -> int:
    found = -1
    for one in ids:
        found &= masks[one]
    return found


def _listing(name: str, dimension: Dimension, ids: tuple[str, ...]) -> Edit:
    section = SECTIONS[dimension]
    field = section.replace("-", "_")

    def rewrite(model: PolicyModel) -> PolicyModel:
        listed: tuple[str, ...] = getattr(model.activities[name], field)
        return _activity(model, name, **{field: (*listed, *ids)})

    return Edit(("activities", name, section), f"add {', '.join(f'`{one}`' for one in ids)}", rewrite)


# --- What an activity asks for ------------------------------------------------------------------------------------


def _against(policy: Policy, name: str, clause: Clause, cell: Cell, request: Request) -> Iterator[Edit]:
    """Yield what could meet one clause that is not met."""
    model, purpose = policy.model, cell.point.purpose
    activity = model.activities[name]
    match clause.kind:
        case "in-force":
            yield from _in_force(model, name, clause, request)
        case "restriction":
            yield _claims(purpose)
        case "origin" if request.origin is not None:
            origins = (*activity.further_processing_of, request.origin)
            yield _setting(name, "further-processing-of", origins, f"add `{request.origin}`")
        case "retention":
            yield from _kept(model, name, activity, purpose)
        case "prohibition":
            yield from _lifted(str(clause.path[1]), activity, purpose)
        case "transfer":
            yield from _transferred(policy, str(clause.path[1]), clause, request)
        case _:
            yield from _of_activity(name, activity, clause)


def _of_activity(name: str, activity: Activity, clause: Clause) -> Iterator[Edit]:
    """Yield what could be set in the activity itself."""
    if clause.kind in {"consent", "objection", "criminal-data"}:
        for basis in LEGAL_BASES:
            if basis not in {activity.legal_basis, "consent"}:
                yield _setting(name, "legal-basis", basis, f"`{basis}`")
    match clause.kind:
        case "condition":
            yield _setting(name, "when", None, "leave it out")
        case "objection":
            yield _setting(name, "compelling-grounds", "the grounds", "the grounds that outweigh an objection")
        case "criminal-data" if activity.law is None:
            yield _setting(name, "law", "the law", "the law that is relied on")
        case "special-category":
            for condition in get_args(SpecialCategoryCondition):
                if condition != activity.special_category_condition:
                    yield _setting(name, "special-category-condition", condition, f"`{condition}`")
        case "terminal-equipment":
            strictly = TerminalEquipment.model_validate({"strictly-necessary": True})
            yield _setting(name, "terminal-equipment", strictly, "`strictly-necessary: true`, where it is")
        case _:
            return


def _setting(name: str, key: str, value: object, words: str) -> Edit:
    return Edit(
        ("activities", name, key), words, lambda model: _activity(model, name, **{key.replace("-", "_"): value})
    )


def _in_force(model: PolicyModel, name: str, clause: Clause, request: Request) -> Iterator[Edit]:
    whole = clause.path[0] == "policy"
    interval = model.policy.effective if whole else model.activities[name].effective
    if interval is None:
        return
    late = interval.until is not None and interval.until <= request.at
    key = "until" if late else "from"
    day = write_moment(request.at).removesuffix("T00:00:00Z")
    start = interval.from_ if late else request.at
    wider = Interval.model_construct(from_=start, until=None if late else interval.until)
    words = "leave it out, or a later day" if late else f"`{day}` or earlier"

    def rewrite(model: PolicyModel) -> PolicyModel:
        if whole:
            return model.model_copy(update={"policy": model.policy.model_copy(update={"effective": wider})})
        return _activity(model, name, effective=wider)

    yield Edit((*clause.path, key), words, rewrite)


def _claims(purpose: str) -> Edit:
    def rewrite(model: PolicyModel) -> PolicyModel:
        marked = model.purposes[purpose].model_copy(update={"legal_claims": True})
        return model.model_copy(update={"purposes": {**model.purposes, purpose: marked}})

    return Edit(("purposes", purpose, "legal-claims"), "`true`, where the purpose is the defence of claims", rewrite)


def _kept(model: PolicyModel, name: str, activity: Activity, purpose: str) -> Iterator[Edit]:
    match activity.retention:
        case str() as text if text not in model.retention:
            for duration in LONGER:
                yield _setting(name, "retention", duration, f"`{duration}`")
        case str() as text:
            yield from _phases(model.retention[text], ("retention", text), purpose)
        case Schedule() as schedule:
            yield from _phases(schedule, ("activities", name, "retention"), purpose)
        case None:
            return


def _phases(schedule: Schedule, path: NodePath, purpose: str) -> Iterator[Edit]:
    for number, phase in enumerate(schedule.phases):
        here = (*path, "phases", number)
        if phase.phase == "restricted" and purpose not in (phase.purposes or ()):
            wider = (*(phase.purposes or ()), purpose)
            yield _phase(path, schedule, number, (*here, "purposes"), f"add `{purpose}`", purposes=wider)
        if phase.for_ is not None:
            for duration in LONGER:
                longer: Duration = read_duration(duration)
                yield _phase(path, schedule, number, (*here, "for"), f"`{duration}`", for_=longer)


def _phase(path: NodePath, schedule: Schedule, number: int, at: NodePath, words: str, **changes: object) -> Edit:
    phases: list[Phase] = list(schedule.phases)
    phases[number] = phases[number].model_copy(update=changes)
    changed = schedule.model_copy(update={"phases": tuple(phases)})

    def rewrite(model: PolicyModel) -> PolicyModel:
        if path[0] == "activities":
            return _activity(model, str(path[1]), retention=changed)
        return model.model_copy(update={"retention": {**model.retention, str(path[1]): changed}})

    return Edit(at, words, rewrite)


# --- Prohibitions and transfers -----------------------------------------------------------------------------------


def _lifted(name: str, activity: Activity, purpose: str) -> Iterator[Edit]:
    path = ("prohibitions", name)

    def excepted(model: PolicyModel) -> PolicyModel:
        return _prohibition(model, name, except_purposes=(*model.prohibitions[name].except_purposes, purpose))

    yield Edit((*path, "except-purposes"), f"add `{purpose}`", excepted)
    for words, item in (
        ("{consent: true}", {"consent": True}),
        (f"{{legal-basis: {activity.legal_basis}}}", {"legal-basis": activity.legal_basis}),
    ):
        lifting = Alternative.model_validate(item)

        def lifted(model: PolicyModel, lifting: Alternative = lifting) -> PolicyModel:
            return _prohibition(model, name, unless=(*model.prohibitions[name].unless, lifting))

        yield Edit((*path, "unless"), f"add `{words}`", lifted)


def _transferred(policy: Policy, name: str, clause: Clause, request: Request) -> Iterator[Edit]:
    declared = policy.model.recipients[name]
    path = ("recipients", name)
    if isinstance(clause.requirement, Undeclared):
        yield _recipient(name, (*path, "country"), "a country in which the law applies, such as `FR`", country="FR")
        return
    day = write_moment(request.at).removesuffix("T00:00:00Z")
    for words, tool in _tools(policy, request):
        tools = (*(declared.transfer_tools or ()), TransferTool.model_validate(tool))
        yield _recipient(
            name, (*path, "transfer-tools"), f"add `{words}`, where it stood on {day}", transfer_tools=tools
        )


def _tools(policy: Policy, request: Request) -> Iterator[tuple[str, dict[str, Any]]]:
    law = policy.guards.law if isinstance(policy.guards, LawGuards) else None
    day = write_moment(request.at)
    for framework, listings in law.listings.items() if law is not None else ():
        if any(one.holds_at(request.at) for one in listings):
            yield f"{{tool: adequacy, framework: {framework}}}", {"tool": "adequacy", "framework": framework}
    for framework, clauses in law.clause_sets.items() if law is not None else ():
        if clauses.signable.holds_at(request.at) and clauses.holds_at(request.at):
            words = f"{{tool: standard-clauses, framework: {framework}, from: {day.removesuffix('T00:00:00Z')}}}"
            yield words, {"tool": "standard-clauses", "framework": framework, "from": day}
    yield "{tool: binding-rules}", {"tool": "binding-rules"}
    yield "{tool: derogation}", {"tool": "derogation"}


def _activity(model: PolicyModel, name: str, **changes: object) -> PolicyModel:
    changed = model.activities[name].model_copy(update=changes)
    return model.model_copy(update={"activities": {**model.activities, name: changed}})


def _prohibition(model: PolicyModel, name: str, **changes: object) -> PolicyModel:
    changed = model.prohibitions[name].model_copy(update=changes)
    return model.model_copy(update={"prohibitions": {**model.prohibitions, name: changed}})


def _recipient(name: str, path: NodePath, words: str, **changes: object) -> Edit:
    def rewrite(model: PolicyModel) -> PolicyModel:
        changed = model.recipients[name].model_copy(update=changes)
        return model.model_copy(update={"recipients": {**model.recipients, name: changed}})

    return Edit(path, words, rewrite)
