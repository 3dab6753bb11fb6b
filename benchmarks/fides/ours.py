"""The same question in our language: the rules as prohibitions, each declaration as a request a subject."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from benchmarks.fides.question import CATEGORIES, SUBJECTS, USES, Broken, Inventory, Rule, broken_rules, draw_inventory
from benchmarks.generate import write
from benchmarks.timing import Timing

import privpolicy as pp

AT = "2021-11-05T00:00:00Z"


@dataclass(frozen=True, slots=True)
class FidesSize:
    """What the question took, in nanoseconds a repetition."""

    declarations: int
    rules: int
    broken: int
    load: Timing
    answer: Timing
    """From the plain declarations to the rules each of them breaks."""


def measure_fides(repetitions: int, systems: int | None = None) -> FidesSize:
    """Answer, compare with the naive answer, and time. Raises ``RuntimeError`` where the two differ."""
    inventory = draw_inventory() if systems is None else draw_inventory(systems)
    expected = broken_rules(inventory)
    found = FidesSize(len(inventory.declarations), len(inventory.rules), len(expected), Timing(), Timing())
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "policy.yaml", in_our_language(inventory.rules))
        for _ in range(repetitions):
            start = perf_counter_ns()
            policy = pp.load(folder)
            loaded = perf_counter_ns()
            given = answer(policy, inventory)
            end = perf_counter_ns()
            if given != expected:
                raise RuntimeError(f"{len(given ^ expected)} pairs of a declaration and a rule differ")
            found.load.medians.append(loaded - start)
            found.answer.medians.append(end - loaded)
    return found


def in_our_language(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the sections of a policy that allows everything but what the rules forbid."""
    return {
        "policy": {"language": 1, "id": "fides-size"},
        "purposes": {name: {"title": name} for name in USES},
        "data-categories": {name: {"title": name} for name in CATEGORIES},
        "data-subjects": {name: {"title": name} for name in SUBJECTS},
        "activities": {
            "everything": {
                "purposes": [name for name in USES if "." not in name],
                "legal-basis": "contract",
                "data-subjects": list(SUBJECTS),
                "data": ["user"],
            }
        },
        "prohibitions": {
            f"rule-{place}": {
                "purposes": list(rule.uses),
                "data": list(rule.categories),
                "data-subjects": list(rule.subjects),
            }
            for place, rule in enumerate(rules)
        },
    }


def answer(policy: pp.Policy, inventory: Inventory) -> set[Broken]:
    """Ask about every declaration, and read the rules from the reasons of the denials."""
    found: set[Broken] = set()
    for number, declaration in enumerate(inventory.declarations):
        for subject in declaration.subjects:
            decision = policy.decide(
                pp.Request(
                    purpose=declaration.use, data=declaration.categories, data_subject=subject, at=AT, complete=True
                )
            )
            if decision.outcome is not pp.Outcome.PERMIT:
                for category in decision.categories:
                    for reason in category.reasons:
                        if reason.code == "prohibited":
                            found.add((number, int(str(reason.path[1]).removeprefix("rule-"))))
    return found
