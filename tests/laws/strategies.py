"""Random valid policies and requests, as plain data, for the law tests.

The vocabularies are small and the dates and durations few, so that things collide: prohibitions touch what
activities permit, events fall on the edges of periods, consents are withdrawn on the day of the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

Plain = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

# Vocabularies: a dotted parent stands before its children, and `broader` points backwards only: no cycles.
PURPOSES = ("service", "service.billing", "service.sync", "marketing", "marketing.mail", "claims")
CATEGORIES = ("contact", "contact.email", "contact.phone", "health", "health.blood", "usage")
SUBJECTS = ("person", "person.member", "person.pupil", "staff")
RECIPIENTS = ("partners", "partners.mailer", "partners.bank", "court", "controller.support", "public.press")
BUILT_IN_RECIPIENTS = ("controller", "data-subject", "public")
EVENTS = ("contract-end", "last-login", "dispute-end")
SAFEGUARDS = ("tls", "masking")
FACTS: Plain = {
    "asked-for": {"type": "boolean"},
    "shop": {"type": "enum", "values": ["outlet", "web", "kiosk"]},
    "score": {"type": "number"},
    "member-since": {"type": "date"},
    "note": {"type": "text"},
}

DATES = (
    "2019-01-31",
    "2019-02-28",
    "2020-01-30",
    "2020-01-31",
    "2020-02-29",
    "2020-03-01",
    "2020-03-31",
    "2021-02-28",
)
INSTANTS = (*DATES, "2020-02-29T12:00:00Z", "2020-03-01T01:00:00+02:00")
EARLY, LATE = "2018-05-25", "2031-12-31"
LAW_EDGES = (  # days on which the law changed or a notice was read, and the last seconds before some of them
    "2018-05-25",
    "2019-11-15",
    "2020-07-15",
    "2020-07-16",
    "2020-07-17",
    "2021-01-01",
    "2021-06-28",
    "2021-09-27",
    "2022-12-27",
    "2023-07-10",
    "2024-01-01",
    "2026-11-22",
    "2018-05-24T23:59:59Z",
    "2020-07-15T23:59:59Z",
    "2020-12-31T23:59:59Z",
    "2021-06-27T23:59:59Z",
    "2021-09-26T23:59:59Z",
    "2022-12-26T23:59:59Z",
    "2023-07-09T23:59:59Z",
    "2023-12-31T23:59:59Z",
)
DURATIONS = ("P1M", "P6M", "P1Y", "P10Y", "PT36H", "P1Y2M10DT5H")  # of phases that stand beside others
SIMPLE_DURATIONS = ("P30D", *DURATIONS)  # where P30D and P1M from one unstated date cannot race each other

OPERATIONS = (
    "use",
    "store",
    "disclose",
    "collect",
    "erase",
    "anonymise",
    "restrict",
    "profile",
    "publish",
    "alter",
    "sell",
    "record",
    "consult",
    "combine",
    "pseudonymise",
)
DEFAULT_OPERATIONS = ("use", "store", "erase", "restrict", "collect", "record", "consult")
BASES = ("contract", "consent", "legitimate-interests", "public-task", "legal-obligation", "vital-interests")
LIKELY_BASES = (*BASES, "consent", "consent", "legitimate-interests")
DIMENSIONS = ("purposes", "data-categories", "data-subjects", "recipients", "operations")
ROLES = ("processor", "joint-controller", "third-party", "authority")
ARTICLE_9 = ("explicit-consent", "vital-interests", "made-public", "legal-claims", "health-care", "research")
COUNTRIES = ("FR", "IE", "NO", "GB", "US", "JP", "KR", "CA", "BR", "CN")
LIKELY_COUNTRIES = ("FR", "IE", "NO", "GB", "FR", "IE", "US", "US", *COUNTRIES)
TOOLS: tuple[Plain, ...] = (
    {"tool": "binding-rules"},
    {"tool": "adequacy", "framework": "us-privacy-shield", "from": "2016-08-01"},
    {"tool": "adequacy", "framework": "us-dpf", "from": "2023-07-10"},
    {"tool": "adequacy", "framework": "ca-commercial"},
    {"tool": "standard-clauses", "framework": "scc-2010", "from": "2018-05-25", "reference": "annex 2"},
    {"tool": "standard-clauses", "framework": "scc-2021", "from": "2021-06-27"},
    {"tool": "derogation"},
    {"tool": "binding-rules", "from": "2020-02-29", "until": "2023-07-10"},
    {"tool": "derogation", "from": "2018-05-25", "until": "2020-03-01"},
    {"tool": "adequacy"},
    {"tool": "adequacy", "framework": "us-safe-harbour"},
    {"tool": "adequacy", "framework": "us-privacy-shield", "from": "2018-05-25", "until": "2020-03-31"},
    {"tool": "adequacy", "framework": "us-dpf", "from": "2020-01-30", "until": "2026-11-22"},
    {"tool": "standard-clauses", "from": "2019-01-31"},
    {"tool": "adequacy", "framework": "scc-2021"},
    {"tool": "standard-clauses", "framework": "us-dpf", "from": "2023-07-10"},
    {"tool": "binding-rules", "framework": "us-dpf", "until": "2022-12-27"},
    {"tool": "standard-clauses", "framework": "scc-2001", "from": "2001-06-15"},
    {"tool": "standard-clauses", "framework": "scc-2004", "from": "2005-03-31"},
    {"tool": "standard-clauses", "framework": "scc-2004", "from": "2021-09-26"},
    {"tool": "standard-clauses", "framework": "scc-2010", "from": "2021-09-27"},
    {"tool": "standard-clauses", "framework": "scc-2010", "from": "2020-01-31", "until": "2020-07-16"},
    {"tool": "standard-clauses", "framework": "scc-2021", "from": "2021-06-26", "until": "2024-01-01"},
)
FACT_VALUES: dict[str, tuple[Any, ...]] = {
    "asked-for": (True, False),
    "shop": ("outlet", "web", "kiosk"),
    "score": (1, 2, 2.5),
    "member-since": ("2019-01-31", "2020-02-29", "2020-03-31"),
    "note": ("red", "blue"),
    "age": (12, 16, 34),
    "country": ("FR", "DE"),
}
SUBJECTS_OF_LAW: dict[str, tuple[Any, ...]] = {
    "age": (34, 16, 15, 14, 13, 12, 17, 34, 34),
    "country": ("FR", "DE", "DK", "ES", "GB", "US"),
}


def to_yaml(policy: Plain) -> str:
    """The policy as a YAML file: JSON with every string quoted is YAML too."""
    return json.dumps(policy, ensure_ascii=False, indent=2)


# --- small helpers ------------------------------------------------------------------------------------------


def chance(draw: Draw, tenths: int) -> bool:
    """True in about that many of ten cases; shrinks to False."""
    return bool(draw(st.integers(0, 9)) >= 10 - tenths)


def pick(draw: Draw, pool: Sequence[Any]) -> Any:
    """One of the pool; shrinks to the first."""
    return draw(st.sampled_from(list(pool)))


def some(draw: Draw, pool: Sequence[Any], most: int = 3) -> list[Any]:
    """Between one and `most` different members of the pool."""
    places = draw(st.lists(st.sampled_from(range(len(pool))), min_size=1, max_size=most, unique=True))
    return [pool[place] for place in places]


def parents(declared: Plain, concept: str) -> list[str]:
    """The concepts directly above."""
    dotted = [concept.rpartition(".")[0]] if "." in concept else []
    return dotted + list(declared.get(concept, {}).get("broader", []))


def ancestors(declared: Plain, concept: str) -> set[str]:
    """The concept and all above it."""
    return {concept}.union(*(ancestors(declared, each) for each in parents(declared, concept)))


def below(declared: Plain, concept: str, pool: Sequence[str]) -> list[str]:
    """Those of the pool that are the concept or narrower."""
    return [each for each in pool if concept in ancestors(declared, each)]


def roots(declared: Plain) -> list[str]:
    """The concepts without any parent."""
    return [each for each in declared if not parents(declared, each)]


def sensitivities(declared: Plain, listed: Sequence[str]) -> set[str]:
    """What is stated of the categories, of all below them and of all above those."""
    near = {each for one in listed for each in below(declared, one, list(declared))}
    return {declared[above].get("sensitivity", "ordinary") for each in near for above in ancestors(declared, each)}


def recipients_of(policy: Plain) -> list[str]:
    """Declared and built-in recipients."""
    return [*BUILT_IN_RECIPIENTS, *policy.get("recipients", {})]


def under_law(policy: Plain) -> bool:
    """Whether the policy names a pack of the law."""
    return bool(policy["policy"].get("law"))


def facts_of(policy: Plain) -> list[str]:
    """Declared and built-in facts."""
    return [*policy.get("facts", {}), "age", "country"]


def events_of(policy: Plain) -> list[str]:
    """Declared and built-in events."""
    return ["collected", *policy.get("events", {})]


def later(draw: Draw, start: str, strict: bool) -> str | None:
    """A date of the pool on or after (or only after) `start`, if there is one."""
    pool = [each for each in (*DATES, LATE) if each > start[:10] or (each == start and not strict)]
    return str(pick(draw, pool)) if pool else None


def period(draw: Draw) -> Plain:
    """A half-open interval with one edge or both; mostly a long one."""
    start = pick(draw, (EARLY, EARLY, EARLY, *INSTANTS[:6])) if chance(draw, 7) else None
    if start is not None and chance(draw, 5):
        return {"from": start}
    end = pick(draw, (LATE, LATE, *DATES[3:])) if start is None else later(draw, start, strict=True)
    return {key: edge for key, edge in (("from", start), ("until", end)) if edge is not None}


def words(draw: Draw) -> Plain:
    """What a declaration may say of itself."""
    found: Plain = {}
    if chance(draw, 1):
        found["title"] = pick(draw, ("A title", "Où l'on dit: «pourquoi»"))
    if chance(draw, 1):
        found["description"] = pick(draw, ("A text", {"en": "A text", "fr": "Un texte"}))
    if chance(draw, 1):
        found["source"] = "notice, section 3"
    return found


# --- declarations -------------------------------------------------------------------------------------------


def hierarchy(draw: Draw, pool: Sequence[str]) -> Plain:
    """Some of the pool, with dotted parents, and now and then a further parent."""
    declared: Plain = {}
    for concept in pool:
        parent = concept.rpartition(".")[0]
        if parent and parent not in (*declared, *BUILT_IN_RECIPIENTS):
            continue
        if not chance(draw, 8) and declared:
            continue
        declared[concept] = words(draw)
        candidates = [each for each in declared if each not in ancestors(declared, concept)]
        candidates = [each for each in candidates if each.partition(".")[0] not in BUILT_IN_RECIPIENTS]
        if candidates and chance(draw, 2):
            declared[concept]["broader"] = some(draw, candidates, 2)
    return declared


def purposes(draw: Draw) -> Plain:
    """Purposes with their marks."""
    declared = hierarchy(draw, PURPOSES)
    for name, entry in declared.items():
        if chance(draw, 5 if name.startswith("marketing") else 1):
            entry["direct-marketing"] = True
        if chance(draw, 6 if name == "claims" else 1):
            entry["legal-claims"] = True
    return declared


def categories(draw: Draw) -> Plain:
    """Data categories; `ordinary` is only stated where nothing above could say otherwise."""
    declared = hierarchy(draw, CATEGORIES)
    for name, entry in declared.items():
        if chance(draw, 3 if name.startswith("health") else 1):
            entry["sensitivity"] = pick(draw, ("special", "special", "criminal"))
        elif not parents(declared, name) and chance(draw, 2):
            entry["sensitivity"] = "ordinary"
    return declared


def subjects(draw: Draw) -> Plain:
    """Data subjects, some of them children."""
    declared = hierarchy(draw, SUBJECTS[: draw(st.integers(1, 4))])
    for name, entry in declared.items():
        if chance(draw, 8 if name == "person.pupil" else 2):
            entry["child"] = True
    return declared


def recipients(draw: Draw) -> Plain:
    """Recipients: groups, members with roles of their own or inherited, things below the built-in ones."""
    declared = hierarchy(draw, RECIPIENTS)
    for name, entry in declared.items():
        if name.partition(".")[0] in BUILT_IN_RECIPIENTS:
            continue
        inherited = "role" in declared.get(name.rpartition(".")[0], {})
        real = [each for each in below(declared, name, list(declared)) if each != name]
        needless = inherited or bool(real)
        if not needless or chance(draw, 4):
            entry["role"] = pick(draw, ROLES)
        if chance(draw, 4 if real else 7):
            entry["country"] = pick(draw, LIKELY_COUNTRIES)
        if chance(draw, 4):
            entry["transfer-tools"] = [dict(each) for each in some(draw, TOOLS, 4)]
        if chance(draw, 2):
            kind = pick(draw, ("processing-agreement", "joint-controller-arrangement"))
            entry["contract"] = {"kind": kind, "from": EARLY, "reference": "contract 7"}
    return declared


def facts(draw: Draw) -> Plain:
    """Some facts, of every type."""
    return {name: {**FACTS[name], **words(draw)} for name in some(draw, list(FACTS), 5)}


# --- conditions ---------------------------------------------------------------------------------------------


def fact_test(draw: Draw, fact: str) -> Any:
    """A test of a fact: a value, one of several, or comparisons fit for its type."""
    values = FACT_VALUES[fact]
    form = draw(st.integers(0, 3))
    if form == 0:
        return pick(draw, values)
    if form == 1:
        return some(draw, values, 2)
    if form == 2:
        return {"not": pick(draw, values)}
    if fact in ("score", "age"):
        operators = some(draw, ("at-least", "at-most"), 2)
    elif fact == "member-since":
        operators = some(draw, ("before", "after"), 2)
    else:
        operators = ["not"]
    return {operator: pick(draw, values) for operator in operators}


def condition(draw: Draw, policy: Plain, depth: int = 2, unless: bool = False, consent: bool = True) -> Plain:
    """A condition; in `unless` it may ask for consent (but not under `not`) and for the legal basis."""
    keys: list[str] = facts_of(policy)
    if unless:
        keys += ["legal-basis", "legal-basis"] + (["consent", "consent"] if consent else [])
    if depth:
        keys += ["any", "all", "not"]
    found: Plain = {}
    for key in some(draw, keys, 2 if chance(draw, 2) else 1):
        if key in ("any", "all"):
            count = draw(st.integers(1, 2))
            found[key] = [condition(draw, policy, depth - 1, unless, consent) for _ in range(count)]
        elif key == "not":
            found[key] = condition(draw, policy, depth - 1, unless, consent=False)
        elif key == "consent":
            found[key] = True
        elif key == "legal-basis":
            found[key] = pick(draw, BASES) if chance(draw, 5) else some(draw, BASES)
        else:
            found[key] = fact_test(draw, key)
    return found


# --- retention ----------------------------------------------------------------------------------------------


def phase_of(draw: Draw, policy: Plain, first: bool, last: bool, alone: bool) -> Plain:
    """One phase; all but the last have an end."""
    found: Plain = {"phase": "active" if first and chance(draw, 8) else pick(draw, ("restricted", "active"))}
    if found["phase"] == "restricted" and chance(draw, 6):
        found["purposes"] = some(draw, list(policy["purposes"]))
    if chance(draw, 3):
        found["from"] = pick(draw, events_of(policy))
    end = draw(st.integers(0, 3 if last else 2))
    events = [each for each in events_of(policy) if each != "collected"]
    if end in (0, 2) or (end == 1 and not events):
        found["for"] = pick(draw, SIMPLE_DURATIONS if alone else DURATIONS)
    if end in (1, 2) and events:
        found["until"] = pick(draw, events) if chance(draw, 6) else some(draw, events)
    if chance(draw, 2):
        found["law"] = "tax law"
    return found


def schedule(draw: Draw, policy: Plain) -> Plain:
    """A schedule of one to three phases."""
    count, floor = draw(st.integers(1, 3)), chance(draw, 3)
    alone = count == 1 and not floor
    found: Plain = {
        "phases": [phase_of(draw, policy, at == 0, at == count - 1, alone) for at in range(count)],
        "then": pick(draw, ("erase", "anonymise")),
    }
    if floor:
        found["at-least"] = pick(draw, DURATIONS)
    return found


def retention_of(draw: Draw, policy: Plain) -> Any:
    """What an activity may say of retention."""
    named = list(policy.get("retention", {}))
    form = draw(st.integers(0, 3 if named else 1))
    if form == 0:
        return pick(draw, SIMPLE_DURATIONS)
    return schedule(draw, policy) if form == 1 else pick(draw, named)


# --- activities and prohibitions ----------------------------------------------------------------------------


def activity(draw: Draw, policy: Plain, name: str, names: Sequence[str]) -> Plain:
    """One permission, on any basis, with any of the further keys."""
    data = some(draw, list(policy["data-categories"]))
    criminal = "criminal" in sensitivities(policy["data-categories"], data)
    basis = pick(draw, ("legal-obligation", "public-task") if criminal and chance(draw, 6) else LIKELY_BASES)
    found: Plain = {
        **words(draw),
        "purposes": some(draw, list(policy["purposes"])),
        "legal-basis": basis,
        "data-subjects": some(draw, list(policy["data-subjects"]), 2),
        "data": data,
    }
    if chance(draw, 6):
        found["operations"] = some(draw, OPERATIONS, 6)
    if chance(draw, 8 if under_law(policy) else 5):
        found["recipients"] = some(draw, recipients_of(policy))
    if chance(draw, 6):
        found["retention"] = retention_of(draw, policy)
    if chance(draw, 3):
        found["when"] = condition(draw, policy)
    if chance(draw, 2):
        found["effective"] = period(draw)
    if chance(draw, 4 if basis == "consent" else 2):
        found["consent"] = consent_settings(draw)
    if basis in ("legitimate-interests", "public-task") and chance(draw, 5):
        text = "fraud would go unseen"
        dated = {"text": text, "when": condition(draw, policy)}
        found["compelling-grounds"] = text if chance(draw, 5) else dated
    others = [each for each in names if each != name]
    if others and chance(draw, 4):
        found["further-processing-of"] = some(draw, others, 2)
    if policy.get("safeguards") and chance(draw, 3):
        found["obligations"] = some(draw, list(policy["safeguards"]), 2)
    further_keys(draw, policy, found)
    return found


def consent_settings(draw: Draw) -> Plain:
    """How a consent has to be given, and how long it lasts."""
    found: Plain = {}
    if chance(draw, 6):
        found["valid-for"] = pick(draw, SIMPLE_DURATIONS)
    if not found or chance(draw, 5):
        found["explicit"] = bool(draw(st.booleans()))
    return found


def further_keys(draw: Draw, policy: Plain, found: Plain) -> None:
    """Keys of an activity that only the law or a reader looks at."""
    if found["legal-basis"] == "legitimate-interests":
        found["legitimate-interest"] = "a safe service"
    marks = sensitivities(policy["data-categories"], found["data"])
    if chance(draw, 8 if found["legal-basis"] in ("legal-obligation", "public-task") else 1):
        found["law"] = "tax law"
    if chance(draw, 8 if "special" in marks else 1):
        found["special-category-condition"] = pick(draw, ARTICLE_9)
    if chance(draw, 2):
        found["terminal-equipment"] = {"strictly-necessary": bool(draw(st.booleans()))}
    declared = list(policy.get("recipients", {}))
    if declared and chance(draw, 1):
        found["role"] = "processor"
        found["processing-for"] = pick(draw, declared)


def prohibition(draw: Draw, policy: Plain) -> Plain:
    """One prohibition with any of the dimensions; mostly limited, lest nothing is left to permit."""
    found: Plain = words(draw)
    dimensions = {
        "purposes": list(policy["purposes"]),
        "data": list(policy["data-categories"]),
        "data-subjects": list(policy["data-subjects"]),
        "operations": list(OPERATIONS),
        "recipients": recipients_of(policy),
        "recipient-roles": list(ROLES),
    }
    for dimension in some(draw, list(dimensions), 3):
        found[dimension] = some(draw, dimensions[dimension], 2)
    if chance(draw, 3):
        found["except-purposes"] = some(draw, list(policy["purposes"]), 2)
    if chance(draw, 4):
        found["when"] = condition(draw, policy)
    if chance(draw, 3):
        found["effective"] = period(draw)
    if chance(draw, 6):
        count = draw(st.integers(1, 2))
        found["unless"] = [condition(draw, policy, unless=True) for _ in range(count)]
    return found


PACKS: tuple[list[str], ...] = (["eu-gdpr"], ["eu-gdpr", "fr"], ["fr"], ["eu-gdpr"])


@st.composite
def policies(draw: Draw, lawful: bool = False) -> Plain:
    """A valid policy: the merged sections, keyed as in the files; mostly, or always, with packs of the law."""
    policy: Plain = {
        "policy": {"language": 1, "id": "drawn", "version": "1"},
        "purposes": purposes(draw),
        "data-categories": categories(draw),
        "data-subjects": subjects(draw),
        "recipients": recipients(draw),
    }
    if chance(draw, 1):
        policy["policy"]["effective"] = period(draw)
    if lawful or chance(draw, 6):
        policy["policy"]["law"] = list(pick(draw, PACKS))
    elif chance(draw, 5):
        policy["policy"]["law"] = []
    if chance(draw, 8):
        policy["events"] = {event: words(draw) for event in some(draw, EVENTS)}
    if chance(draw, 8):
        policy["facts"] = facts(draw)
    if chance(draw, 5):
        policy["safeguards"] = {safeguard: words(draw) for safeguard in some(draw, SAFEGUARDS)}
    if chance(draw, 7):
        ids = some(draw, ("short", "long"), 2)
        policy["retention"] = {each: {**words(draw), **schedule(draw, policy)} for each in ids}
    names = ["first", "second", "third", "fourth"][: draw(st.integers(1, 4))]
    policy["activities"] = {name: activity(draw, policy, name, names) for name in names}
    if chance(draw, 5):
        ids = some(draw, ("no-sale", "no-ads"), 2)
        policy["prohibitions"] = {each: prohibition(draw, policy) for each in ids}
    return policy


def more_activities(policy: Plain) -> st.SearchStrategy[Plain]:
    """One more activity for a policy, to be added under an id of its own."""
    return st.composite(lambda draw: activity(draw, policy, "added", list(policy["activities"])))()


def more_prohibitions(policy: Plain) -> st.SearchStrategy[Plain]:
    """One more prohibition for a policy, to be added under an id of its own."""
    return st.composite(lambda draw: prohibition(draw, policy))()


# --- requests -----------------------------------------------------------------------------------------------


def record_entry(draw: Draw, policy: Plain, request: Plain, opening: str) -> Plain:
    """A consent (`given`) or an objection (`raised`), mostly near the purpose asked and not in the future."""
    declared = policy["purposes"]
    near = sorted(ancestors(declared, request["purpose"]))
    purpose = pick(draw, near) if chance(draw, 7) else pick(draw, list(declared))
    recent = (request["at"], request["at"]) if under_law(policy) else ()
    start = str(pick(draw, (EARLY, *INSTANTS[:6], "2020-02-29T12:00:00Z", LATE, *recent)))
    found: Plain = {"purpose": purpose, opening: start}
    if chance(draw, 4):
        found["withdrawn"] = None if chance(draw, 3) else later(draw, start, strict=False)
    return found


def consent(draw: Draw, policy: Plain, request: Plain) -> Plain:
    """A consent on record."""
    found = record_entry(draw, policy, request, "given")
    if chance(draw, 5):
        found["explicit"] = bool(draw(st.booleans()))
    if chance(draw, 3):
        found["by"] = pick(draw, ("guardian", "subject", "guardian"))
    return found


def context(draw: Draw, policy: Plain, request: Plain, stated: int) -> Plain:
    """A context; each part is there in about `stated` of ten cases."""
    found: Plain = {}
    if chance(draw, stated):
        found["consents"] = [consent(draw, policy, request) for _ in range(pick(draw, (1, 0, 2, 3)))]
    if chance(draw, stated):
        count = draw(st.integers(1, 2)) if chance(draw, 3) else 0
        found["objections"] = [record_entry(draw, policy, request, "raised") for _ in range(count)]
    if chance(draw, stated):
        found["restricted"] = chance(draw, 2)
    if chance(draw, stated):
        found["legal-hold"] = chance(draw, 2)
    recent = (request["at"],) * 4 if under_law(policy) else ()
    events = [each for each in events_of(policy) if chance(draw, stated)]
    if events or chance(draw, 2):
        found["events"] = {each: event_date(draw, each, recent) for each in events}
    subject = [each for each in ("age", "country") if chance(draw, stated)]
    if subject:
        found["subject"] = {each: pick(draw, SUBJECTS_OF_LAW[each]) for each in subject}
    facts_stated = [each for each in policy.get("facts", {}) if chance(draw, stated)]
    if facts_stated or chance(draw, 2):
        found["facts"] = {each: fact_value(draw, each) for each in facts_stated}
    return found


def fact_value(draw: Draw, fact: str) -> Any:
    """A value of the right type, or null: left out."""
    return None if chance(draw, 1) else pick(draw, FACT_VALUES[fact])


def event_date(draw: Draw, event: str, recent: Sequence[str]) -> str | None:
    """A date, in the past or to come, or null: it has not happened."""
    if event == "collected":
        return None if chance(draw, 1) else str(pick(draw, ("2019-12-31", EARLY, *INSTANTS, *recent)))
    return None if chance(draw, 3) else str(pick(draw, ("2010-01-31", *INSTANTS, "2030-01-31")))


def some_data(draw: Draw, policy: Plain, aimed: Plain, stray: bool) -> str | list[str]:
    """One category or two that the activity covers, or any; one alone may stand without a list."""
    declared = policy["data-categories"]
    covered = {each for listed in aimed["data"] for each in below(declared, listed, list(declared))}
    found = some(draw, [each for each in declared if stray or each in covered], 2)
    return str(found[0]) if len(found) == 1 and chance(draw, 5) else found


@st.composite
def requests(draw: Draw, policy: Plain) -> Plain:
    """A valid request over the policy, mostly one that some activity covers."""
    aimed = policy["activities"][pick(draw, list(policy["activities"]))]
    stray = pick(draw, DIMENSIONS) if chance(draw, 2) else None

    def near(name: str, listed: Sequence[str], pool: Sequence[str]) -> str:
        """What is equal to or narrower than what the activity lists; in a stray dimension anything."""
        concepts = [each for one in listed for each in below(policy.get(name, {}), one, pool)]
        return str(pick(draw, pool if name == stray else concepts))

    request: Plain = {
        "purpose": near("purposes", aimed["purposes"], list(policy["purposes"])),
        "data": some_data(draw, policy, aimed, stray == "data-categories"),
    }
    subjects_declared = policy["data-subjects"]
    subject = near("data-subjects", aimed["data-subjects"], list(subjects_declared))
    if len(roots(subjects_declared)) > 1 or subject != roots(subjects_declared)[0] or chance(draw, 5):
        request["data-subject"] = subject
    operations = aimed.get("operations", DEFAULT_OPERATIONS)
    operation = pick(draw, OPERATIONS if stray == "operations" else operations)
    if operation != "use" or chance(draw, 5):
        request["operation"] = operation
    recipient = near("recipients", aimed.get("recipients", ("controller",)), recipients_of(policy))
    if recipient != "controller" or chance(draw, 5):
        request["recipient"] = recipient
    if chance(draw, 2):
        request["origin"] = pick(draw, list(policy["activities"]))
    request["at"] = pick(draw, LAW_EDGES if under_law(policy) and chance(draw, 6) else INSTANTS)
    complete = bool(draw(st.booleans()))
    if complete or chance(draw, 3):
        request["complete"] = complete
    stated = pick(draw, (5, 8) if complete else (8, 5, 3, 10))
    found = context(draw, policy, request, stated)
    if found or chance(draw, 3):
        request["context"] = found
    return request


def quieter(policy: Plain, request: Plain) -> tuple[Plain, Plain]:
    """The same without what else could decide, so that the law does."""
    noise = {"when", "effective", "retention"}
    activities = {
        name: {key: value for key, value in entry.items() if key not in noise}
        for name, entry in policy["activities"].items()
    }
    found = {key: value for key, value in policy.items() if key != "prohibitions"}
    found["policy"] = {key: value for key, value in policy["policy"].items() if key != "effective"}
    context = {**(request.get("context") or {}), "objections": [], "restricted": False}
    asked = {key: value for key, value in request.items() if key != "origin"}
    return {**found, "activities": activities}, {**asked, "context": context}


@st.composite
def cases(draw: Draw, lawful: bool = False) -> tuple[Plain, Plain]:
    """A policy and a request over it; for the law always with packs, and mostly with little else to decide."""
    policy = draw(policies(lawful))
    request = draw(requests(policy))
    return quieter(policy, request) if lawful and chance(draw, 7) else (policy, request)
