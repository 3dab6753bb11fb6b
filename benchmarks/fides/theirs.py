"""The same question to Fides itself: ``python -m benchmarks.fides.theirs``, in an environment that has ethyca-fides."""

import sys
from importlib.metadata import version
from time import perf_counter, process_time

from benchmarks.fides.question import (
    CATEGORIES,
    DECLARATIONS,
    SUBJECTS,
    USES,
    Broken,
    Inventory,
    broken_rules,
    draw_inventory,
)


def evaluate(inventory: Inventory) -> tuple[float, float, set[Broken]]:
    """Return the seconds that Fides' evaluation took, those of them on a processor, and what it found."""
    from fides.core.evaluate import execute_evaluation  # noqa: PLC0415  # it takes seconds to import
    from fideslang.models import Taxonomy  # noqa: PLC0415

    taxonomy = Taxonomy.model_validate(
        {
            "data_category": [_named(name) for name in CATEGORIES],
            "data_use": [_named(name) for name in USES],
            "data_subject": [_named(name) for name in SUBJECTS],
            "system": [
                {
                    "fides_key": f"system-{first // DECLARATIONS}",
                    "system_type": "Service",
                    "privacy_declarations": [
                        {
                            "name": str(number),
                            "data_use": inventory.declarations[number].use,
                            "data_categories": list(inventory.declarations[number].categories),
                            "data_subjects": list(inventory.declarations[number].subjects),
                        }
                        for number in range(first, first + DECLARATIONS)
                    ],
                }
                for first in range(0, len(inventory.declarations), DECLARATIONS)
            ],
            "policy": [
                {
                    "fides_key": "policy",
                    "rules": [
                        {
                            "name": str(place),
                            "data_categories": {"matches": "ANY", "values": list(rule.categories)},
                            "data_uses": {"matches": "ANY", "values": list(rule.uses)},
                            "data_subjects": {"matches": "ANY", "values": list(rule.subjects)},
                        }
                        for place, rule in enumerate(inventory.rules)
                    ],
                }
            ],
        }
    )
    start, busy = perf_counter(), process_time()
    found = execute_evaluation(taxonomy)
    taken, worked = perf_counter() - start, process_time() - busy
    return taken, worked, {_broken(violation.detail) for violation in found.violations}


def _named(name: str) -> dict[str, str | None]:
    return {"fides_key": name, "parent_key": name.rpartition(".")[0] or None}


def _broken(detail: str) -> Broken:
    """Read the numbers out of `Declaration (7) of system (system-1) failed rule (3) from policy (policy)…`."""
    _, declaration, _, _, _, rule, *_ = detail.replace(")", "(").split("(")
    return int(declaration), int(rule)


def main() -> int:
    inventory = draw_inventory()
    taken, worked, found = evaluate(inventory)
    agrees = found == broken_rules(inventory)
    print(f"ethyca-fides {version('ethyca-fides')}: {taken:.1f} s, {worked:.1f} s of them on a processor")
    print(f"{len(found)} pairs of a declaration and a rule")
    print("agrees with the naive answer" if agrees else "differs from the naive answer")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
