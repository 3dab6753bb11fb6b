"""Generated policies of any number of activities: a vocabulary that grows with them, and every feature in use.

``python -m benchmarks.generate 300 FOLDER`` writes one. The same number gives the same policy, byte by byte.
"""

import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SEED = 20191101
PER_FILE = 50
"""Activities in a file."""

AREAS = ("account", "billing", "support", "marketing", "analytics", "security", "research", "logistics", "legal", "hr")
TASKS = ("prepare", "deliver", "improve", "report", "check", "archive", "answer", "plan", "notify", "measure")
THINGS = ("contact", "identity", "order", "payment", "device", "location", "message", "profile", "contract", "health")
PARTS = ("name", "email", "number", "address", "date", "content", "history", "preference", "score", "status")
COMPANIES = ("bank", "carrier", "host", "printer", "agency", "insurer", "auditor", "lab", "partner", "registry")
COUNTRIES = ("FR", "DE", "IE", "LU", "US", "CA", "CH", "GB", "JP")
ROLES = ("processor", "third-party", "joint-controller", "authority")
BASES = (
    "contract",
    "contract",
    "consent",
    "consent",
    "legitimate-interests",
    "legitimate-interests",
    "legal-obligation",
)
OPERATIONS = ("collect", "record", "store", "use", "consult", "combine", "profile", "disclose", "restrict", "erase")
SUBJECTS = ("customer", "visitor", "prospect", "employee", "applicant", "supplier")
EVENTS = ("contract-end", "account-deletion", "last-contact", "request-closed", "employment-end")
SAFEGUARDS = ("encryption-in-transit", "encryption-at-rest", "access-control", "ip-shortening", "staff-training")

Plain = dict[str, Any]


def generate(activities: int, folder: Path) -> None:
    """Write a policy of so many activities."""
    draw = random.Random(SEED + activities)
    policy = _vocabulary(activities)
    policy |= {"retention": _schedules(draw, activities, tuple(policy["purposes"]))}
    policy |= {"prohibitions": _prohibitions(draw, activities, policy)}
    found = _activities(draw, activities, policy)
    for section, declared in policy.items():
        write(folder / f"{section}.yaml", {section: declared})
    for first in range(0, activities, PER_FILE):
        names = list(found)[first : first + PER_FILE]
        write(folder / "activities" / f"{first:05}.yaml", {"activities": {name: found[name] for name in names}})


def altered(folder: Path, count: int) -> int:
    """Widen or narrow so many activities of a generated policy by hand, and return how many there were."""
    done = 0
    for file in sorted((folder / "activities").glob("*.yaml")):
        lines = file.read_text(encoding="utf-8").splitlines()
        for place, line in enumerate(lines):
            if done < count and line.startswith("    legal-basis: "):
                basis = line.partition(": ")[2]
                lines[place] = f"    legal-basis: {'contract' if basis == 'consent' else 'consent'}"
                done += 1
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return done


def _vocabulary(activities: int) -> Plain:
    """Return the sections of names: about one purpose for eight activities and one category for ten."""
    purposes: Plain = {area: {"title": f"The {area} of the company"} for area in AREAS}
    purposes |= tree(AREAS, TASKS, max(20, activities // 8))
    for name in purposes:
        if name == "marketing":
            purposes[name]["direct-marketing"] = True
        if name == "legal":
            purposes[name]["legal-claims"] = True
    categories: Plain = {thing: {"title": f"Data on {thing}"} for thing in THINGS}
    categories |= tree(THINGS, PARTS, max(30, activities // 10))
    categories["health"]["sensitivity"] = "special"
    recipients = {
        f"{COMPANIES[number % 10]}-{number}": {
            "title": f"The {COMPANIES[number % 10]} number {number}",
            "role": ROLES[number % len(ROLES)],
            "country": COUNTRIES[number % len(COUNTRIES)],
            "transfer-tools": [{"tool": "standard-clauses", "framework": "scc-2010", "from": "2019-06-01"}],
        }
        for number in range(max(6, activities // 20))
    }
    facts: Plain = {f"switch-{number}": {"type": "boolean"} for number in range(max(4, activities // 50))}
    facts["contract"] = {"type": "enum", "values": ["none", "active", "ended"]}
    facts["amount"] = {"type": "number"}
    return {
        "policy": {
            "language": 1,
            "id": f"generated-{activities}",
            "version": "1",
            "law": ["eu-gdpr"],
            "effective": {"from": "2019-01-01"},
        },
        "purposes": purposes,
        "data-categories": categories,
        "data-subjects": {subject: {"title": subject.capitalize()} for subject in SUBJECTS},
        "recipients": recipients,
        "events": {event: {"title": event.replace("-", " ").capitalize()} for event in EVENTS},
        "facts": facts,
        "safeguards": {safeguard: {"title": safeguard.replace("-", " ").capitalize()} for safeguard in SAFEGUARDS},
    }


def tree(roots: Sequence[str], words: Sequence[str], size: int) -> Plain:
    """Return names in two levels below the roots, evenly spread."""
    found: Plain = {}
    for number in range(size):
        root, word, turn = roots[number % 10], words[number // 10 % 10], number // 100
        if not turn:
            found[f"{root}.{word}"] = {"title": f"To {word} for {root}"}
        else:
            found[f"{root}.{word}.case-{turn}"] = {"title": f"Case {turn} of {word} for {root}"}
    return found


def _schedules(draw: random.Random, activities: int, purposes: Sequence[str]) -> Plain:
    found: Plain = {}
    for number in range(max(5, activities // 40)):
        phases: list[Plain] = [{"phase": "active", "until": draw.sample(EVENTS, 2)}]
        if draw.random() < 0.7:
            restricted: Plain = {"phase": "restricted", "for": f"P{draw.randint(1, 10)}Y"}
            if draw.random() < 0.5:
                restricted["purposes"] = [draw.choice(purposes)]
            if draw.random() < 0.5:
                restricted["law"] = "commercial law"
            phases.append(restricted)
        found[f"keep-{number}"] = {"phases": phases, "then": draw.choice(("erase", "erase", "anonymise"))}
        if draw.random() < 0.2:
            found[f"keep-{number}"]["at-least"] = "P1Y"
    return found


def _prohibitions(draw: random.Random, activities: int, policy: Plain) -> Plain:
    """Return prohibitions, few of which touch any one request, as in a policy that somebody wrote."""
    purposes, categories = list(policy["purposes"]), list(policy["data-categories"])
    found: Plain = {
        "no-sale": {"operations": ["sell"]},
        "no-disclosure-without-ground": {
            "operations": ["disclose"],
            "recipient-roles": ["third-party"],
            "unless": [{"consent": True}, {"legal-basis": ["legal-obligation", "contract"]}],
        },
    }
    for number in range(max(3, activities // 30)):
        prohibition: Plain = {
            "title": f"Prohibition {number}",
            "data": draw.sample(categories, 2),
            "operations": draw.sample(OPERATIONS[:8], 2),
            "except-purposes": [draw.choice(purposes)],
        }
        if draw.random() < 0.5:
            prohibition["when"] = {"amount": {"at-least": 1000}}
        if draw.random() < 0.7:
            prohibition["unless"] = [{"consent": True}, {"contract": "active"}]
        else:
            prohibition["operations"] = ["alter", "publish"]
        found[f"prohibition-{number}"] = prohibition
    return found


def _activities(draw: random.Random, activities: int, policy: Plain) -> Plain:
    names = [f"task-{number}" for number in range(activities)]
    return {name: _activity(draw, names, policy) for name in names}


def _activity(draw: random.Random, names: Sequence[str], policy: Plain) -> Plain:
    basis = draw.choice(BASES)
    found: Plain = {
        "purposes": draw.sample(list(policy["purposes"]), draw.choice((1, 1, 1, 2))),
        "legal-basis": basis,
        "data-subjects": draw.sample(SUBJECTS, draw.choice((1, 1, 1, 2))),
        "data": draw.sample(list(policy["data-categories"]), draw.choice((1, 2, 2, 3))),
    }
    if draw.random() < 0.3:
        found["operations"] = draw.sample(OPERATIONS, 4)
    if draw.random() < 0.35:
        found["recipients"] = ["controller", draw.choice(list(policy["recipients"]))]
    if draw.random() < 0.6:
        found["retention"] = draw.choice((*policy["retention"], "P13M", "P3Y"))
    if draw.random() < 0.25:
        found["when"] = _condition(draw, list(policy["facts"]))
    if draw.random() < 0.2:
        found["obligations"] = draw.sample(SAFEGUARDS, 2)
    if draw.random() < 0.1:
        found["effective"] = {"from": "2019-06-01"}
    if draw.random() < 0.1:
        found["further-processing-of"] = draw.sample(names, 2)
    if basis == "consent" and draw.random() < 0.5:
        found["consent"] = {"explicit": True, "valid-for": "P2Y"}
    if basis == "legitimate-interests":
        found["legitimate-interest"] = "to run well"
        if draw.random() < 0.3:
            found["compelling-grounds"] = {"text": "shown", "when": {"switch-0": True}}
    return found


def _condition(draw: random.Random, facts: Sequence[str]) -> Plain:
    match draw.randrange(4):
        case 0:
            return {"contract": "active"}
        case 1:
            return {"amount": {"at-least": 10, "at-most": 500}}
        case 2:
            return {"any": [{"contract": ["active", "ended"]}, {"switch-1": True}]}
        case _:
            return {draw.choice(facts[:-2]): True}


def write(path: Path, sections: Plain) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [line for section, declared in sections.items() for line in (f"{section}:", *_block(declared, 1), "")]
    path.write_text("\n".join(lines), encoding="utf-8")


def _block(mapping: Plain, depth: int) -> Iterable[str]:
    """Yield the lines of a mapping: a key a line, short lists and conditions in brackets, as people write them."""
    for key, value in mapping.items():
        indent = "  " * depth
        if isinstance(value, dict) and depth < 2:
            yield f"{indent}{key}:"
            yield from _block(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            yield f"{indent}{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case bool():
            return str(value).lower()
        case _:
            return f'"{value}"' if value == "1" else str(value)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
