"""A question of the size at which Fides is asked: which declarations of which systems break which rules?

500 systems of 5 declarations, a policy of 50 rules, over a taxonomy like that of Fides. A declaration names one data
use, some categories and some subjects; a rule names uses, categories and subjects, and is broken where it matches one
of each, or something narrower (``ANY`` in Fides). Declarations name leaves of the taxonomy. Nothing here needs a
package, so that it runs wherever Fides is installed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 20211105
SYSTEMS, DECLARATIONS, RULES = 500, 5, 50

AREAS = (
    "essential",
    "functional",
    "improve",
    "personalize",
    "marketing",
    "analytics",
    "finance",
    "legal",
    "train",
    "sell",
)
DETAILS = ("service", "support", "security", "reporting", "measurement", "third-party")
KINDS = (
    "contact",
    "account",
    "payment",
    "device",
    "location",
    "health",
    "content",
    "behavior",
    "biometric",
    "government-id",
)
PARTS = ("name", "identifier", "number", "history", "score", "image")
SUBJECTS = ("customer", "employee", "patient", "visitor", "prospect", "supplier", "job-applicant", "shareholder")

USES = (*AREAS, *(f"{area}.{detail}" for area in AREAS for detail in DETAILS))
CATEGORIES = (
    "user",
    *(f"user.{kind}" for kind in KINDS),
    *(f"user.{kind}.{part}" for kind in KINDS for part in PARTS),
)

Broken = tuple[int, int]
"""The number of a declaration and of a rule that it breaks."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a system says it does."""

    system: int
    use: str
    categories: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What no declaration may do."""

    uses: tuple[str, ...]
    categories: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """All systems and the rules they are held against."""

    declarations: tuple[Declaration, ...]
    rules: tuple[Rule, ...]


def draw_inventory(systems: int = SYSTEMS, rules: int = RULES) -> Inventory:
    """Return the same inventory for the same sizes."""
    draw = random.Random(SEED)
    uses = [use for use in USES if "." in use]
    categories = [category for category in CATEGORIES if category.count(".") == 2]
    return Inventory(
        tuple(
            Declaration(
                system,
                draw.choice(uses),
                tuple(draw.sample(categories, draw.randint(2, 5))),
                tuple(draw.sample(SUBJECTS, draw.randint(1, 2))),
            )
            for system in range(systems)
            for _ in range(DECLARATIONS)
        ),
        tuple(
            Rule(
                tuple(draw.sample(USES, draw.randint(1, 2))),
                tuple(draw.sample(CATEGORIES[1:], draw.randint(1, 3))),
                tuple(draw.sample(SUBJECTS, draw.randint(1, 3))),
            )
            for _ in range(rules)
        ),
    )


def broken_rules(inventory: Inventory) -> set[Broken]:
    """Answer naively: every declaration against every rule."""
    return {
        (number, place)
        for number, declaration in enumerate(inventory.declarations)
        for place, rule in enumerate(inventory.rules)
        if _matches(rule.uses, (declaration.use,))
        and _matches(rule.categories, declaration.categories)
        and _matches(rule.subjects, declaration.subjects)
    }


def _matches(listed: tuple[str, ...], declared: tuple[str, ...]) -> bool:
    return any(wide in listed for name in declared for wide in up(name))


def up(name: str) -> Iterator[str]:
    """Yield a concept and all that is broader."""
    while name:
        yield name
        name = name.rpartition(".")[0]
