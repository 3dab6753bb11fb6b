"""Unused declarations and style: when these checks speak, when they are silent, and that their fixes change nothing."""

from pathlib import Path
from textwrap import dedent

import pytest
from tests.checks.examples import HEADER, lines, loaded

from privpolicy.api import inspect
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.lint.checks.style import CHECKS
from privpolicy.lint.fix import fixed
from privpolicy.lint.run import examine, run
from privpolicy.model.moment import read_moment
from privpolicy.model.operation import OPERATIONS

BY_NAME = {check.code.name: check for check in CHECKS}
TODAY = "2026-11-22"
ACTIVITY = "purposes: [service], legal-basis: contract, data-subjects: [customer], data: [contact]"


def reported(name: str, text: str, folder: Path, on: str = TODAY) -> list[int]:
    return lines(BY_NAME[name], dedent(text).lstrip("\n"), on, folder)


def told(name: str, text: str, folder: Path, on: str = TODAY) -> list[Diagnostic]:
    found = loaded(dedent(text).lstrip("\n"), folder)
    assert found.tree is not None
    return run(examine(found, read_moment(on)), found.tree, [BY_NAME[name]])


def messages(name: str, text: str, folder: Path, on: str = TODAY) -> list[str]:
    return [one.message for one in told(name, text, folder, on)]


def test_ids_are_sorted_and_messages_are_of_the_house(tmp_path: Path) -> None:
    ids = [check.id for check in CHECKS]
    assert ids == sorted(set(ids))


# --- Unused ---------------------------------------------------------------------------------------------------------


def test_what_is_broader_or_narrower_than_something_named_is_used(tmp_path: Path) -> None:
    text = f"""
        purposes:
          service: {{}}
          service.billing: {{}}
          service.billing.debts: {{}}
          service.support: {{}}
          help: {{}}
          help.chat: {{broader: [service.billing]}}
          research: {{}}
          research.study: {{}}
          research.study.one: {{}}
        activities:
          billing: {{{ACTIVITY.replace("[service]", "[service.billing]")}}}
        """
    assert reported("unused-purpose", text, tmp_path) == [5, 8]
    assert messages("unused-purpose", text, tmp_path) == [
        "nothing reaches the purpose `service.support`",
        "nothing reaches the purpose `research` or one of the 2 below it",
    ]


@pytest.mark.parametrize(
    "user",
    [
        "prohibitions: {p: {purposes: [other.x]}}",
        "prohibitions: {p: {except-purposes: [other]}}",
        "retention: {r: {phases: [{phase: restricted, for: P1Y, purposes: [other]}], then: erase}}",
    ],
)
def test_purposes_are_used_in_other_places_too(user: str, tmp_path: Path) -> None:
    text = f"purposes:\n  other: {{}}\n  other.x: {{}}\nactivities:\n  a: {{{ACTIVITY}}}\n{user}\n"
    assert reported("unused-purpose", text, tmp_path) == []


def test_what_is_there_to_be_asked_about_is_left_alone(tmp_path: Path) -> None:
    text = f"""
        purposes:
          train: {{source: none}}
          train.models: {{}}
          other: {{source: nowhere}}
        data-categories:
          birth-date: {{source: none}}
        facts:
          asked: {{type: boolean, source: none}}
        activities:
          a: {{{ACTIVITY}}}
        """
    assert reported("unused-purpose", text, tmp_path) == [4]
    assert reported("unused-category", text, tmp_path) == []
    assert reported("unused-fact", text, tmp_path) == []


def test_a_vocabulary_on_its_own_is_left_alone(tmp_path: Path) -> None:
    text = "purposes: {a: {}}\ndata-categories: {b: {}}\nevents: {c: {}}\nsafeguards: {d: {}}\n"
    for name in ("unused-purpose", "unused-category", "unused-event", "unused-safeguard"):
        assert reported(name, text, tmp_path) == []


def test_an_activity_that_is_over_still_uses_what_it_names(tmp_path: Path) -> None:
    over = ACTIVITY.replace("[service]", "[old]") + ", effective: {until: 2020-01-01}"
    text = f"purposes:\n  old: {{}}\nactivities:\n  a: {{{over}}}\n"
    assert reported("unused-purpose", text, tmp_path) == []


def test_persons_of_the_notice_are_used(tmp_path: Path) -> None:
    text = f"data-subjects:\n  friend: {{}}\n  foe: {{}}\nactivities:\n  a: {{{ACTIVITY}}}\n"
    text += "notice:\n  from-elsewhere: [friend]\n"
    assert reported("unused-subject", text, tmp_path) == [3]


def test_facts_are_found_deep_in_conditions(tmp_path: Path) -> None:
    text = f"""
        facts:
          one: {{type: boolean}}
          two: {{type: boolean}}
          three: {{type: boolean}}
          four: {{type: boolean}}
          five: {{type: boolean}}
        activities:
          a: {{{ACTIVITY}, when: {{not: {{any: [{{all: [{{one: true}}]}}]}}}}}}
          b: {{{ACTIVITY}, compelling-grounds: {{text: so, when: {{two: true}}}}}}
        prohibitions:
          p: {{when: {{three: true}}, unless: [{{not: {{four: true}}}}]}}
        """
    assert reported("unused-fact", text, tmp_path) == [6]


def test_events_schedules_and_safeguards(tmp_path: Path) -> None:
    text = f"""
        events:
          start: {{}}
          end: {{}}
          idle: {{}}
        retention:
          used: {{phases: [{{phase: active, from: start, until: [end]}}], then: erase}}
          unused: {{phases: [{{phase: active, for: P1Y}}], then: erase}}
        safeguards:
          lock: {{}}
          key: {{}}
        activities:
          a: {{{ACTIVITY}, retention: used, obligations: [lock]}}
          b: {{{ACTIVITY}, retention: P1Y}}
        """
    assert reported("unused-event", text, tmp_path) == [4]
    assert reported("unused-schedule", text, tmp_path) == [7]
    assert reported("unused-safeguard", text, tmp_path) == [10]


# --- Phases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phases", "numbers"),
    [
        (["phase: active, until: end", "phase: restricted, for: P1Y"], []),
        (["phase: active, for: P0D", "phase: restricted, for: PT0S"], [1, 2]),
        (["phase: active, until: collected"], [1]),
        (["phase: active, from: end, until: end"], [1]),
        (["phase: active, from: end, until: [other, end], for: P1Y"], [1]),
        (["phase: active, until: end", "phase: restricted, until: end"], [2]),
        (["phase: active, until: end", "phase: restricted, until: [other, end]"], [2]),
        (["phase: active, until: [end, other]", "phase: restricted, until: end"], []),
        (["phase: active, until: [end, other]", "phase: restricted, until: [other, end]"], [2]),
        (["phase: active, until: end, for: P1Y", "phase: restricted, until: end"], []),
        (["phase: active, until: end", "phase: active, until: other", "phase: restricted, until: end"], [3]),
        (["phase: active, for: P2Y", "phase: restricted, for: P1Y, from: collected"], [2]),
        (["phase: active, for: P1Y", "phase: restricted, for: P2Y, from: collected"], []),
        (["phase: active, for: P12M", "phase: restricted, for: P1Y, from: collected"], [2]),
        (["phase: active, for: P30D", "phase: restricted, for: P1M, from: collected"], []),
        (["phase: active, for: P2Y", "phase: restricted, for: P1Y"], []),
        (["phase: active, for: P2Y, until: end", "phase: restricted, for: P1Y, from: collected"], []),
        (["phase: active, from: end, for: P2Y", "phase: restricted, for: P1Y, from: end"], [2]),
        (["phase: active", "phase: restricted, for: P0D"], []),
    ],
)
def test_phases_that_last_no_time(phases: list[str], numbers: list[int], tmp_path: Path) -> None:
    written = "\n".join(f"      - {{{phase}}}" for phase in phases)
    text = f"retention:\n  r:\n    phases:\n{written}\n    then: erase\n"
    assert reported("unreachable-phase", text, tmp_path) == [3 + number for number in numbers]
    phrases = ", ".join(f"{{{phase}}}" for phase in phases)
    within = f"activities:\n  a: {{{ACTIVITY}, retention: {{phases: [{phrases}], then: erase}}}}\n"
    assert len(reported("unreachable-phase", within, tmp_path)) == len(numbers)


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_items_are_repeated_anywhere(tmp_path: Path) -> None:
    text = f"""
        activities:
          a: {{{ACTIVITY}, operations: [use, use], obligations: [s, t, s], further-processing-of: [b, b]}}
          b: {{{ACTIVITY}}}
        prohibitions:
          p: {{recipient-roles: [processor, processor], except-purposes: [x, x]}}
        facts:
          f: {{type: enum, values: [y, n, y]}}
        retention:
          r: {{phases: [{{phase: restricted, until: [e, e], purposes: [x, x]}}], then: erase}}
        """
    assert reported("repeated-item", text, tmp_path) == [2, 2, 2, 5, 5, 7, 9, 9]


def test_covered_items(tmp_path: Path) -> None:
    text = """
        purposes:
          law: {}
          law.claims: {legal-claims: true}
          law.claims.court: {}
        data-categories:
          contact: {}
          contact.email: {}
          login: {}
          login.email: {broader: [contact.email]}
        recipients:
          google: {}
          google.ireland: {role: processor, country: IE}
        activities:
          a:
            purposes: [law, law.claims, law.claims.court]
            legal-basis: contract
            data-subjects: [customer]
            data:
              - login.email
              - contact
              - contact.email
              - contact.email
              - login
            recipients: [controller, google.ireland, google]
        prohibitions:
          p:
            purposes: [law.claims, law]
            except-purposes: [law.claims.court, law.claims]
        """
    # `law.claims` adds that it goes on under a restriction, and its own part adds nothing to it.
    assert reported("item-covered", text, tmp_path) == [15, 19, 21, 24, 27, 28]
    assert reported("repeated-item", text, tmp_path) == [22]
    assert messages("item-covered", text, tmp_path)[1] == "`login.email` is covered by `login` in the same list"


def test_broader_that_is_so_anyway(tmp_path: Path) -> None:
    text = """
        data-categories:
          a: {}
          a.b: {broader: [a]}
          c: {broader: [a.b]}
          d: {broader: [c, a]}
          d.e: {broader: [c]}
          f: {broader: [a, c]}
        """
    assert reported("broader-restated", text, tmp_path) == [3, 5, 6, 7]


def test_defaults_and_own_origins(tmp_path: Path) -> None:
    every = "[erase, restrict, consult, use, store, record, collect]"
    text = f"""
        activities:
          a: {{{ACTIVITY}, operations: {every}}}
          b: {{{ACTIVITY}, operations: [collect], recipients: [controller, data-subject]}}
          c: {{{ACTIVITY}, recipients: [controller], further-processing-of: [a, c]}}
        """
    assert reported("default-restated", text, tmp_path) == [2, 4]
    assert reported("own-origin", text, tmp_path) == [4]


@pytest.mark.parametrize("on_file", ["policy.yaml"])
def test_fixes_change_no_answer(on_file: str, tmp_path: Path) -> None:
    text = HEADER + dedent("""
        purposes:
          service: {}
          service.billing: {}
          law: {}
          law.claims: {legal-claims: true}
        data-categories:
          contact: {}
          contact.email: {broader: [contact]}   # one
        data-subjects: {customer: {}}
        recipients:
          google: {}
          google.ireland: {role: processor, country: IE}
        activities:
          a:
            purposes: [law, service, law.claims, service.billing, law]   # two
            legal-basis: contract
            data-subjects: [customer]
            data:
              - contact.email   # three
              # four
              - contact
            operations: [collect, record, store, use, consult, restrict, erase]
            recipients:
              - controller
            further-processing-of: [a]
        prohibitions:
          p: {recipients: [google.ireland, google], operations: [sell, sell]}
        """)
    path = tmp_path / on_file
    path.write_text(text)
    before = inspect(path)
    rounds = 0
    while True:
        found = inspect(path)
        assert found.model is not None
        assert found.tree is not None
        told = run(examine(found, read_moment(TODAY)), found.tree, CHECKS)
        done = fixed([one.fix for one in told if one.fix], found.tree, found.sources)
        if not done.texts:
            break
        rounds += 1
        path.write_text(done.texts[str(path)])
    assert 1 < rounds < 5
    assert not [one for one in told if one.fix]
    assert path.read_text().endswith(
        dedent("""
        data-categories:
          contact: {}
          contact.email: {}   # one
        data-subjects: {customer: {}}
        recipients:
          google: {}
          google.ireland: {role: processor, country: IE}
        activities:
          a:
            purposes: [law, service, law.claims]   # two
            legal-basis: contract
            data-subjects: [customer]
            data:
              # four
              - contact
        prohibitions:
          p: {recipients: [google], operations: [sell]}
        """).lstrip()
    )
    assert before.model is not None
    assert found.model is not None
    old, new = Policy(before.model, digest=""), Policy(found.model, digest="")
    requests = [
        {"purpose": purpose, "data": data, "operation": operation, "recipient": recipient, "at": TODAY}
        | {"context": {"restricted": restricted}}
        for purpose in before.model.purposes
        for data in before.model.data_categories
        for operation in OPERATIONS
        for recipient in ("controller", "google", "google.ireland")
        for restricted in (True, False)
    ]
    outcomes = [[one.decide(Request.parse(request)).outcome for request in requests] for one in (old, new)]
    assert outcomes[0] == outcomes[1]


# --- Titles and sources ---------------------------------------------------------------------------------------------


def test_titles_are_missed_where_most_have_one(tmp_path: Path) -> None:
    few = "purposes:\n  a: {title: A}\n  b: {title: B}\n  c: {}\n  d: {}\n"
    assert reported("untitled", few, tmp_path) == []
    assert reported("untitled", few.replace("  d: {}\n", ""), tmp_path) == [4]
    assert reported("untitled", "purposes:\n  a: {title: A}\n  b: {}\n", tmp_path) == []
    assert reported("untitled", "events:\n  a: {title: A}\n  b: {title: A}\n  c: {}\n", tmp_path) == []


def test_sources_are_missed_where_most_have_one(tmp_path: Path) -> None:
    text = "events:\n  a: {source: L1}\n  b: {source: none}\n  c: {}\n"
    assert reported("unsourced", text, tmp_path) == [4]
    assert messages("unsourced", text, tmp_path) == ["`c` has no source, and 2 of the 3 events have one"]


def test_titles_in_several_languages_are_compared(tmp_path: Path) -> None:
    text = "purposes:\n  a: {title: {en: A, fr: B}}\n  b: {title: {en: A, fr: C}}\n  c: {title: {en: A, fr: B}}\n"
    assert reported("same-title", text, tmp_path) == [4]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("gdpr:6-1-f", 0),
        ("gdpr:6-1-z", 1),
        ("see gdpr:6-1-f, gdpr:recital-47 and gdpr:999.", 1),
        ("[gdpr:6-1-a, gdpr:6-1-x, gdpr:6-1-y]", 2),
        ("https://gdpr.eu/gdpr:6-1-z", 0),
        ("cjeu:C-999/20", 0),
        ("fr-code-civil:1-2-3", 0),
        ("note:6-1-z", 0),
        ("notice:vague", 0),
        ("notice:price-list", 0),
        ("notice:clear", 1),
    ],
)
def test_sources_that_lead_nowhere(source: str, wrong: int, tmp_path: Path) -> None:
    text = f"""
        notice:
          statements: {{vague: {{text: so}}}}
          references: {{price-list: {{}}}}
        purposes:
          a:
            source: {source if source.startswith("[") else f"'{source}'"}
        """
    assert reported("dangling-source", text, tmp_path) == [6] * wrong


def test_without_a_notice_nothing_is_known_of_it(tmp_path: Path) -> None:
    assert reported("dangling-source", "purposes:\n  a: {source: 'notice:12'}\n", tmp_path) == []


def test_sources_are_looked_at_wherever_they_stand(tmp_path: Path) -> None:
    text = f"""
        policy: {{language: 1, id: p, source: "gdpr:6-1-z"}}
        controller: {{name: N, source: "gdpr:6-1-z"}}
        activities:
          a: {{{ACTIVITY}, source: "gdpr:6-1-z"}}
        prohibitions:
          p: {{source: "gdpr:6-1-z"}}
        notice:
          source: "gdpr:6-1-z"
          tells: {{recipients: {{source: "gdpr:6-1-z"}}}}
        """
    assert reported("dangling-source", text, tmp_path) == [1, 2, 4, 6, 8, 9]
    assert told("dangling-source", text, tmp_path)[0].help == "did you mean `gdpr:6-1`?"


# --- The header, and what is over -----------------------------------------------------------------------------------


def test_what_is_over(tmp_path: Path) -> None:
    text = f"""
        policy: {{language: 1, id: p, version: 1, effective: {{until: 2024-01-01}}}}
        activities:
          a: {{{ACTIVITY}, effective: {{until: 2023-01-01}}}}
          b: {{{ACTIVITY}}}
        prohibitions:
          p: {{effective: {{until: 2023-01-01}}}}
        """
    assert reported("policy-over", text, tmp_path, "2023-12-31") == []
    assert reported("policy-over", text, tmp_path, "2024-01-01") == [1]
    assert reported("activity-over", text, tmp_path, "2022-12-31") == []
    assert reported("activity-over", text, tmp_path, "2023-01-01") == [3, 6]
    assert reported("activity-over", text, tmp_path, "2024-01-01") == []
    assert "since 2023-01-01" in messages("activity-over", text, tmp_path, "2023-01-01")[0]


def test_an_empty_law_is_none(tmp_path: Path) -> None:
    assert reported("no-law-named", "policy:\n  language: 1\n  id: p\n  law: []\n", tmp_path) == [4]
    assert reported("no-law-named", "policy:\n  language: 1\n  id: p\n", tmp_path) == [1]
    assert reported("no-version", "policy:\n  language: 1\n  id: p\n  version: 1\n", tmp_path) == []


# --- Settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "keys"),
    [
        ("legal-basis: consent, legitimate-interest: so", ["legitimate-interest"]),
        ("legal-basis: legitimate-interests, legitimate-interest: so, compelling-grounds: so", []),
        ("legal-basis: public-task, compelling-grounds: so", []),
        ("legal-basis: contract, compelling-grounds: so", ["compelling-grounds"]),
        ("legal-basis: contract, processing-for: firm, role: processor", []),
        ("legal-basis: contract, processing-for: firm", ["processing-for"]),
        ("legal-basis: contract, special-category-condition: employment", ["special-category-condition"]),
        ("legal-basis: consent, consent: {valid-for: P1Y}", []),
        # While processing is restricted, a consent lets it go on whatever the basis is.
        ("legal-basis: contract, consent: {explicit: true}", []),
        ("legal-basis: contract, consent: {explicit: true}, operations: [store, erase]", ["consent"]),
        ("legal-basis: consent, consent: {explicit: true}, operations: [erase, restrict]", ["consent"]),
        ("legal-basis: consent, consent: {explicit: true}, operations: [store]", []),
        (
            "legal-basis: contract, operations: [store], consent: {}, terminal-equipment: {strictly-necessary: false}",
            [],
        ),
    ],
)
def test_keys_that_nothing_reads(activity: str, keys: list[str], tmp_path: Path) -> None:
    text = f"activities:\n  a: {{purposes: [p], data-subjects: [c], data: [d], {activity}}}\n"
    found = told("settings-without-effect", text, tmp_path)
    assert [one.path[-1] for one in found] == keys
    lifted = text + "prohibitions: {p: {unless: [{any: [{consent: true}]}]}}\n"
    assert [one.path[-1] for one in told("settings-without-effect", lifted, tmp_path)] == [
        key for key in keys if key != "consent"
    ]


def test_a_condition_is_for_special_data_anywhere_below(tmp_path: Path) -> None:
    text = """
        data-categories:
          file: {}
          file.health: {sensitivity: special}
        activities:
          a:
            purposes: [p]
            legal-basis: contract
            special-category-condition: employment
            data-subjects: [c]
            data: [file]
        """
    assert reported("settings-without-effect", text, tmp_path) == []
    assert reported("settings-without-effect", text.replace("[file]", "[other]"), tmp_path) == [8]


def test_conditions_without_content(tmp_path: Path) -> None:
    text = f"""
        activities:
          a: {{{ACTIVITY}, when: {{}}}}
          b: {{{ACTIVITY}, when: {{any: [], not: {{}}, f: []}}}}
          c: {{{ACTIVITY}, compelling-grounds: {{text: so, when: {{all: []}}}}}}
          d: {{{ACTIVITY}, when: {{all: [{{f: true}}]}}}}
        prohibitions:
          p: {{unless: []}}
          q: {{unless: [{{}}, {{legal-basis: []}}, {{consent: true}}]}}
        """
    assert reported("empty-condition", text, tmp_path) == [2, 3, 3, 3, 4, 7, 8, 8]


def test_roles_of_nobody(tmp_path: Path) -> None:
    text = """
        recipients:
          group: {}
          group.one: {role: processor, country: FR}
        prohibitions:
          p: {recipient-roles: [authority, processor]}
          q: {recipient-roles: [authority, third-party]}
        """
    assert reported("role-of-nobody", text, tmp_path) == [6]


@pytest.mark.parametrize("name", ["examples/clinic"])
def test_a_good_policy_is_left_alone(name: str) -> None:
    found = inspect(name)
    assert found.tree is not None
    assert run(examine(found, read_moment(TODAY)), found.tree, CHECKS) == []
