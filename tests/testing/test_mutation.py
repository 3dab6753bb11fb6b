"""Small changes to a policy: which of them no case notices, and that the case which is proposed does."""

from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy import api
from privpolicy.analysis.difference import Comparison
from privpolicy.analysis.sides import Side, Sides
from privpolicy.output.mutation_text import Mutated, mutation_text
from privpolicy.output.page import Look
from privpolicy.source.path import dotted
from privpolicy.testing.find import files_of
from privpolicy.testing.mutation.mutants import mutants
from privpolicy.testing.mutation.run import Mutation, Tried, attempt, chosen
from privpolicy.testing.mutation.suggest import suggested
from privpolicy.testing.report import Report
from privpolicy.testing.run import Asked, report_of

POLICY = """\
policy: {language: 1, id: shop, law: [eu-gdpr], effective: {from: 2020-01-01}}
purposes: {service: {}, service.billing: {}, service.delivery: {}, claims: {}, news: {direct-marketing: true}}
data-categories: {contact: {}, contact.email: {}, contact.phone: {}, health: {sensitivity: special}}
data-subjects: {person: {}, person.minor: {child: true}, worker: {}}
recipients: {partner: {role: third-party, country: FR}}
events: {end: {}}
facts: {paid: {type: boolean}, known: {type: boolean}, score: {type: number}, kind: {type: enum, values: [a, b]}}
retention:
  keep:
    phases:
      - {phase: active, until: end, for: P5Y}
      - {phase: restricted, for: P1Y, purposes: [claims], law: a law}
    then: erase
    at-least: P3M
activities:
  bill:
    purposes: [service.billing]
    legal-basis: contract
    data-subjects: [person]
    data: [contact.email]
    operations: [use, store]
    retention: keep
    further-processing-of: [order]
  order:
    purposes: [service.delivery]
    legal-basis: legitimate-interests
    data-subjects: [person]
    data: [contact.email]
    recipients: [partner]
    operations: [disclose, erase]
    when: {paid: true, any: [{score: {at-least: 5}}, {kind: [a, b]}]}
    retention: P1Y
    compelling-grounds: {text: fraud, when: {known: true}}
  send:
    purposes: [news]
    legal-basis: consent
    consent: {explicit: true, valid-for: P2Y}
    data-subjects: [person]
    data: [contact.email, health]
    special-category-condition: explicit-consent
    effective: {from: 2021-01-01}
prohibitions:
  no-sale: {operations: [sell]}
  no-health:
    data: [health]
    except-purposes: [claims]
    when: {known: true}
    unless: [{consent: true}, {legal-basis: contract, score: {at-most: 3}}]
"""
TESTS = "defaults: {request: {at: 2024-05-01, complete: true, data-subject: person, data: contact.email}}\ncases:\n"


def loaded(folder: Path, policy: str = POLICY) -> pp.Policy:
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    return pp.load(folder)


def ran(folder: Path, tests: str) -> Report:
    (folder / "a.policytest.yaml").write_text(tests, encoding="utf-8")
    report = report_of([Asked(file, folder) for file in files_of(folder)], api.policies_to_test())
    assert report.ok, [*map(str, report.diagnostics), *(one.differences for one in report.failures)]
    return report


def tried(folder: Path, policy: pp.Policy, tests: str, only: str | None = None) -> list[Tried]:
    cases = [result.case for result in ran(folder, tests).results]
    return list(attempt(policy, cases, chosen(policy, only)))


def told(mutation: list[Tried]) -> list[str]:
    return [f"{one.fate} {dotted(one.mutant.path)} {one.mutant.words}" for one in mutation]


# --- what is tried ----------------------------------------------------------------------------------------------------


def test_every_kind_of_change_is_tried(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    found = {f"{dotted(one.path)} {one.words}" for one in mutants(policy.model, policy.vocabulary)}
    assert found >= {
        "policy.effective left out",
        "policy.effective.from a year later",
        "purposes.news.direct-marketing left out",
        "data-categories.health.sensitivity left out",
        "data-subjects.person.minor.child left out",
        "recipients.partner.country `US` in place of `FR`",
        "retention.keep.phases.0 left out",
        "retention.keep.phases.0.for P6Y in place of P5Y",
        "retention.keep.phases.0.for left out",
        "retention.keep.phases.0.until left out",
        "retention.keep.phases.1.phase `active` in place of `restricted`",
        "retention.keep.phases.1.purposes.0 without `claims`",
        "retention.keep.phases.1.law left out",
        "retention.keep.at-least left out",
        "retention.keep.then `anonymise` in place of `erase`",
        "activities.bill left out",
        "activities.bill.purposes.0 `service` in place of `service.billing`",
        "activities.bill.purposes.0 with `service.delivery` as well",
        "activities.bill.data.0 `contact` in place of `contact.email`",
        "activities.bill.data-subjects.0 with `worker` as well",
        "activities.bill.operations.0 without `use`",
        "activities.bill.operations with `disclose` as well",
        "activities.bill.recipients.0 with `data-subject` as well",
        "activities.bill.further-processing-of.0 without `order`",
        "activities.bill.retention left out",
        "activities.order.legal-basis `contract` in place of `legitimate-interests`",
        "activities.order.when left out",
        "activities.order.when turned into its opposite",
        "activities.order.when.paid left out",
        "activities.order.when.any left out",
        "activities.order.when.any.0 left out",
        "activities.order.when.any.0.score.at-least 4 in place of 5",
        "activities.order.when.any.1.kind.0 without `a`",
        "activities.order.retention P2Y in place of P1Y",
        "activities.order.compelling-grounds left out",
        "activities.order.compelling-grounds.when left out",
        "activities.send.legal-basis `contract` in place of `consent`",
        "activities.send.consent.explicit false in place of true",
        "activities.send.consent.valid-for left out",
        "activities.send.special-category-condition left out",
        "activities.send.effective.from a year later",
        "prohibitions.no-sale left out",
        "prohibitions.no-sale.operations left out",
        "prohibitions.no-health.except-purposes.0 without `claims`",
        "prohibitions.no-health.when left out",
        "prohibitions.no-health.unless.0 left out",
        "prohibitions.no-health.unless.1.legal-basis left out",
        "prohibitions.no-health.unless.1.score.at-most 4 in place of 3",
    }


def test_what_the_gate_refuses_is_not_tried(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    words = {f"{dotted(one.path)} {one.words}" for one in chosen(policy)}
    # A consent may not stand below `not`.
    assert "prohibitions.no-health.unless.0 turned into its opposite" not in words
    assert "prohibitions.no-health.unless.1 turned into its opposite" in words


def test_changes_of_one_place_can_be_chosen(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    assert {dotted(one.path) for one in chosen(policy, "prohibitions.no-sale")} == {
        "prohibitions.no-sale",
        "prohibitions.no-sale.operations",
    }
    assert chosen(policy, "prohibitions.no") == []


# --- what is noticed --------------------------------------------------------------------------------------------------

PERMITTED = "  - {name: a, request: {purpose: service.billing}, expect: {outcome: permit, activity: bill}}\n"


def test_a_seeded_gap_is_found_and_the_proposed_case_closes_it(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    tests = TESTS + PERMITTED
    only = "activities.send.legal-basis"
    [gap] = tried(tmp_path, policy, tests, only)
    assert gap.fate == "unnoticed"
    assert gap.gap is not None
    case = "".join(f"  {line}\n" for line in suggested(gap.mutant, gap.gap))
    [closed] = tried(tmp_path, policy, tests + case, only)
    assert closed.fate == "noticed"
    assert closed.by is not None
    assert closed.by.name == "activities.send.legal-basis contract in place of consent"


def test_every_proposed_case_passes_and_notices_its_mutant(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    first = tried(tmp_path, policy, TESTS + PERMITTED)
    open_ = [one for one in first if one.fate == "unnoticed"]
    assert len(open_) > 50
    for one in open_:
        assert one.gap is not None
        case = "".join(f"  {line}\n" for line in suggested(one.mutant, one.gap))
        report = ran(tmp_path, "cases:\n" + case)
        assert not report.diagnostics
        assert [again.fate for again in attempt(policy, [report.results[0].case], [one.mutant])] == ["noticed"]


def test_what_a_case_notices_is_not_told(tmp_path: Path) -> None:
    sold = "  - {name: s, request: {purpose: news, operation: sell}, expect: {outcome: deny, reasons: %s}}\n"
    policy = loaded(tmp_path)
    assert told(
        tried(tmp_path, policy, TESTS + PERMITTED + sold % "[not-covered, prohibited]", "prohibitions.no-sale")
    )[0] == ("noticed prohibitions.no-sale left out")


def test_a_change_that_means_nothing_is_no_gap(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    # Nothing permits a sale, prohibited or not; nobody anonymises anything.
    assert told(tried(tmp_path, policy, TESTS + PERMITTED, "prohibitions.no-sale"))[0].startswith("same")
    assert told(tried(tmp_path, policy, TESTS + PERMITTED, "retention.keep.then"))[0].startswith("same")


def test_a_gap_that_the_law_closes_is_one_of_the_policy_alone(tmp_path: Path) -> None:
    text = POLICY.replace("operations: [sell]", "data: [health]").replace(
        "special-category-condition: explicit-consent", "operations: [use]"
    )
    policy = loaded(tmp_path, text)
    [gap, *_] = tried(tmp_path, policy, TESTS + PERMITTED, "prohibitions.no-sale")
    assert gap.fate == "unnoticed"
    assert gap.gap is not None
    assert not gap.gap.law
    lines = list(suggested(gap.mutant, gap.gap))
    assert "  law: off" in lines
    case = "".join(f"  {line}\n" for line in lines)
    assert tried(tmp_path, policy, TESTS + PERMITTED + case, "prohibitions.no-sale")[0].fate == "noticed"


def test_a_case_of_a_removed_activity_notices(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    origin = (
        "  - {name: o, request: {purpose: claims, origin: send}, expect: {outcome: deny, reasons: [not-covered]}}\n"
    )
    found = told(tried(tmp_path, policy, TESTS + PERMITTED + origin, "activities.send"))
    assert found[0] == "noticed activities.send left out"


def test_cases_left_out_would_not_have_noticed(tmp_path: Path) -> None:
    """Only cases in which a changed declaration can speak are run: the fate is that of running all of them."""
    from privpolicy.testing.mutation.run import _notices, _Trial  # noqa: PLC0415

    policies = api.policies_to_test()
    path = Path(__file__).parents[2] / "examples" / "clinic"
    cases = [result.case for result in report_of([Asked(one, path) for one in files_of(path)], policies).results]
    [(_, policy)] = policies.loaded.values()
    assert policy is not None
    some = chosen(policy)[::3]
    for mutant, one in zip(some, attempt(policy, cases, some), strict=True):
        changed = _Trial(policy, ())._compiled(mutant)
        assert (one.fate == "noticed") is any(_notices(case, changed) for case in cases)


def test_the_same_run_tells_the_same(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    first, second = (tried(tmp_path, loaded(tmp_path), TESTS + PERMITTED) for _ in range(2))
    assert told(first) == told(second)
    assert [one.gap and one.gap.request for one in first] == [one.gap and one.gap.request for one in second]
    assert policy.id == "shop"


# --- what is told -----------------------------------------------------------------------------------------------------


def test_text_tells_what_widens_first_and_proposes_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    policy = loaded(Path())
    tree = api.inspect(".").tree
    assert tree is not None
    mutation = Mutation(tuple(tried(Path(), policy, TESTS + PERMITTED, "activities.send.consent")))
    [explicit, _] = mutation.tried
    assert explicit.gap is not None
    case = "".join(f"  {line}\n" for line in suggested(explicit.mutant, explicit.gap))
    assert "      purpose: news\n      data: [contact.email]\n" in case
    assert case.endswith("    expect: {outcome: deny, reasons: [consent-not-explicit]}\n")
    assert mutation_text([Mutated(tree, mutation)], 1, Look()) == (
        "unnoticed: `activities.send.consent.explicit` false in place of true (widens)\n"
        "    policy.yaml:37:15\n"
        "  the policy answers deny where the changed one answers permit; this case would\n"
        "  notice:\n"
        f"{case}\n"
        "unnoticed: `activities.send.consent.valid-for` left out (widens)\n"
        "    policy.yaml:37:31\n"
        "\n"
        "mutation: 0.0 %, 0 of 2 changes noticed\n"
        "not noticed: widens 2\n"
    )


def test_nothing_open(tmp_path: Path) -> None:
    assert mutation_text([], 10, Look()) == "mutation: 100.0 %, 0 of 0 changes noticed\n"


# --- what it rests on -------------------------------------------------------------------------------------------------


def test_a_source_of_further_processing_of_several_is_told_apart(tmp_path: Path) -> None:
    """Two origins stand for themselves where one policy names both and the other names one."""
    text = POLICY.replace("further-processing-of: [order]", "further-processing-of: [order, send]")
    shorter = POLICY.replace("further-processing-of: [order]", "further-processing-of: [order]")
    [found, *_] = Comparison(Sides(Side(loaded(tmp_path, text)), Side(loaded(tmp_path, shorter)))).differences()
    assert found.narrowed is not None
    assert found.narrowed.origin == "send"
