"""The edges of the checks on retention: what each reports, leaves alone, and on which day."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.checks.examples import examined, lines

from privpolicy.api import inspect
from privpolicy.law.concerns import Concerns
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention import CHECKS
from privpolicy.lint.checks.retention.lengths import is_longer
from privpolicy.lint.recognised import spoken_of
from privpolicy.lint.run import examine
from privpolicy.model.duration import read_duration
from privpolicy.model.moment import read_moment

BY_ID = {check.id: check for check in CHECKS}
TODAY = "2026-11-22"
FRANCE = "policy: {language: 1, id: example, law: [eu-gdpr, fr]}\n"


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# expect")]


def remarks(code: str, text: str, folder: Path, on: str = TODAY) -> list[Remark]:
    return list(BY_ID[code].look(examined(text, on, folder)))


def activity(name: str = "a", **keys: str) -> str:
    """Write an activity in one line, with ``retention`` and whatever else a test is about."""
    plain = {"purposes": "[p]", "legal-basis": "contract", "data-subjects": "[s]", "data": "[d]"}
    plain |= {key.replace("_", "-"): value for key, value in keys.items()}
    return f"  {name}: {{{', '.join(f'{key}: {value}' for key, value in plain.items())}}}\n"


# --- PP510 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("", True),
        ("retention: P1Y", False),
        ("operations: [store]", True),
        ("operations: [record, use]", True),
        ("operations: [collect, use]", True),
        ("operations: [collect, consult, erase]", False),
        ("operations: [use, consult, disclose]", False),
        ("operations: [erase, restrict]", False),
        ("role: processor", False),
        ("recipients: [third]", False),
        ("recipients: [public]", False),
        ("recipients: [third, host]", True),
        ("recipients: [controller.staff]", True),
        ("effective: {until: 2020-01-01}", False),
        ("effective: {from: 2030-01-01}", True),
    ],
)
def test_who_keeps_names_a_period(written: str, reported: bool, tmp_path: Path) -> None:
    text = (
        "recipients: {third: {role: third-party}, host: {role: processor}, controller.staff: {}}\n"
        "activities:\n  a:\n"
        "    purposes: [p]\n    legal-basis: contract\n    data-subjects: [s]\n    data: [d]\n"
        f"    {written}\n"
    )
    assert lines(BY_ID["PP510"], text, TODAY, tmp_path) == ([3] if reported else [])


@pytest.mark.parametrize(
    ("other", "reported"),
    [
        (activity("b", data="[d]", retention="P1Y"), False),
        (activity("b", data="[d]"), True),
        (activity("b", data="[d]", data_subjects="[t]", retention="P1Y"), True),
        (activity("b", data="[d.one]", retention="P1Y") + activity("c", data="[d.two]", retention="P2Y"), False),
        (activity("b", data="[d.one]", retention="P1Y"), True),
        (activity("b", data="[d]", operations="[disclose]", retention="P1Y"), True),
    ],
)
def test_what_lies_under_another_schedule_needs_none(other: str, reported: bool, tmp_path: Path) -> None:
    text = f"data-categories: {{d: {{}}, d.one: {{}}, d.two: {{}}}}\nactivities:\n{activity()}{other}"
    found = [remark.path for remark in remarks("PP510", text, tmp_path)]
    assert (("activities", "a") in found) == reported


def test_narrower_people_together_are_everybody(tmp_path: Path) -> None:
    text = (
        "data-subjects: {s: {}, s.one: {}, s.two: {}}\nactivities:\n"
        + activity()
        + activity("b", data_subjects="[s.one]", retention="P1Y")
        + activity("c", data_subjects="[s.two]", retention="P1Y")
    )
    assert not remarks("PP510", text, tmp_path)


def test_corrections_are_kept_with_what_they_correct(tmp_path: Path) -> None:
    text = "activities:\n" + activity("a", operations="[alter, record]", further_processing_of="[b]") + activity("b")
    assert [remark.path for remark in remarks("PP510", text, tmp_path)] == [("activities", "b")]


def test_nothing_is_said_before_the_regulation(tmp_path: Path) -> None:
    text = f"activities:\n{activity()}"
    assert lines(BY_ID["PP510"], text, "2018-05-24", tmp_path) == []
    assert lines(BY_ID["PP510"], text, "2018-05-25", tmp_path) == [2]


# --- PP511, PP517, PP523 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "codes"),
    [
        ("{phases: [{phase: active}], at-least: P1Y, then: erase}", {"PP511"}),
        ("{phases: [{phase: active}], then: erase}", {"PP517"}),
        ("{phases: [{phase: active, from: e}], then: erase}", {"PP517"}),
        ("{phases: [{phase: active, for: P1Y}], at-least: P1Y, then: erase}", set()),
        ("{phases: [{phase: active, for: P1Y}], at-least: P12M, then: erase}", set()),
        ("{phases: [{phase: active, for: P1Y}], at-least: P13M, then: erase}", {"PP523"}),
        ("{phases: [{phase: active, for: P30D}], at-least: P1M, then: erase}", set()),
        ("{phases: [{phase: active, for: P1Y}, {phase: restricted, for: P1Y}], at-least: P18M, then: erase}", set()),
        ("{phases: [{phase: active, until: e}], at-least: P1Y, then: erase}", set()),
        ("{phases: [{phase: active, until: e, for: P6M}], at-least: P1Y, then: erase}", {"PP523"}),
        (
            "{phases: [{phase: active, for: P6M}, {phase: active, from: e, for: P1M}], at-least: P1Y, then: erase}",
            set(),
        ),
        ("{phases: [{phase: active, for: P9999Y}], at-least: P1Y, then: erase}", set()),
        ("{phases: [{phase: active, for: P1Y}], at-least: P9999Y, then: erase}", {"PP523"}),
    ],
)
def test_ends_and_floors(schedule: str, codes: set[str], tmp_path: Path) -> None:
    text = f"activities:\n{activity(retention=schedule)}"
    found = {code for code in ("PP511", "PP517", "PP523") if remarks(code, text, tmp_path)}
    assert found == codes


def test_a_schedule_is_reported_once_and_only_where_something_is_kept(tmp_path: Path) -> None:
    text = (
        "retention:\n  r: {phases: [{phase: active}], then: erase}\n"
        "  unused: {phases: [{phase: active}], then: erase}\n"
        "  asked: {phases: [{phase: active}], then: erase}\nactivities:\n"
        + activity("a", retention="r")
        + activity("b", retention="r")
        + activity("c", operations="[erase]", retention="asked")
    )
    (found,) = remarks("PP517", text, tmp_path)
    assert found.path == ("retention", "r", "phases", 0)
    assert "`a` and `b`" in found.message


# --- PP512, PP513 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "retention", "reported"),
    [
        ("2021-10-29", "P6M", False),
        ("2021-10-29", "P1Y", True),
        ("2021-10-30", "P1Y", False),
        ("2021-10-30", "P12M", False),
        ("2021-10-30", "P366D", False),
        ("2021-10-30", "P13M", True),
        ("2021-10-30", "{phases: [{phase: active, for: P6M}, {phase: restricted, for: P7M}], then: erase}", True),
        ("2021-10-30", "{phases: [{phase: active, until: e}, {phase: active, for: P6M}], then: erase}", False),
        ("2021-10-30", "{phases: [{phase: active, until: e, for: P2Y}], then: erase}", True),
        ("2021-10-30", "{phases: [{phase: active, until: e}], at-least: P2Y, then: erase}", True),
        ("2021-10-30", "{phases: [{phase: active}], at-least: P2Y, then: erase}", False),
    ],
)
def test_logs_before_and_after_the_recommendation(on: str, retention: str, reported: bool, tmp_path: Path) -> None:
    text = f"{FRANCE}activities:\n{activity(data='[access-log]', retention=retention)}"
    assert bool(remarks("PP512", text, tmp_path, on)) == reported


def test_the_message_names_the_day_and_who_says_so(tmp_path: Path) -> None:
    text = f"{FRANCE}activities:\n{activity(data='[access-log]', retention='P3Y')}"
    (found,) = remarks("PP512", text, tmp_path)
    assert found.message == (
        "`a` keeps `access-log` for `P3Y`; recommended is at most `P1Y` from entry, since 2021-10-30 (CNIL 2021-122)"
    )
    assert found.path == ("activities", "a", "retention")
    assert "cnil:2021-122" in found.cites


@pytest.mark.parametrize(
    ("category", "reported"),
    [
        ("log", True),
        ("server.logs", True),
        ("login", False),
        ("blog", False),
        ("chat-log", False),
        ("everything", True),
    ],
)
def test_words_are_whole_and_broader_categories_hold_narrower(category: str, reported: bool, tmp_path: Path) -> None:
    text = (
        f"{FRANCE}data-categories: {{everything: {{}}, everything.log: {{}}}}\n"
        f"activities:\n{activity(data=f'[{category}]', retention='P3Y')}"
    )
    assert bool(remarks("PP512", text, tmp_path)) == reported


def test_titles_in_french_are_read(tmp_path: Path) -> None:
    text = (
        f"{FRANCE}data-categories: {{d: {{title: {{fr: Numéro de carte bancaire, en: Number}}}}}}\n"
        f"activities:\n{activity(retention='P10Y')}"
    )
    (found,) = remarks("PP512", text, tmp_path)
    assert "`P13M` from debit" in found.message


@pytest.mark.parametrize(
    ("on", "until", "reported"),
    [
        ("2020-11-17", "request-closed", False),
        ("2020-11-18", "request-closed", True),
        ("2020-11-18", "identity-confirmed", False),
        ("2020-11-18", "[identity-confirmed, request-closed]", False),
    ],
)
def test_copies_of_identity_documents(on: str, until: str, reported: bool, tmp_path: Path) -> None:
    schedule = f"{{phases: [{{phase: active, until: {until}}}], then: erase}}"
    text = (
        f"{FRANCE}purposes: {{p: {{dpv: 'dpv:RightsFulfillment'}}}}\ndata-categories: {{d: {{dpv: 'pd:OfficialID'}}}}\n"
        f"activities:\n{activity(retention=schedule, legal_basis='legal-obligation', law='GDPR Art. 12')}"
    )
    assert bool(remarks("PP512", text, tmp_path, on)) == reported


def test_an_identity_document_for_another_purpose_is_left_alone(tmp_path: Path) -> None:
    text = f"{FRANCE}data-categories: {{d: {{dpv: 'pd:OfficialID'}}}}\nactivities:\n{activity(retention='P5Y')}"
    assert not remarks("PP512", text, tmp_path)


@pytest.mark.parametrize(
    ("law", "reported"),
    [
        ("Code de commerce, art. L123-22", True),
        ("art. L. 123-22 du code de commerce", True),
        ("Code de la santé publique, art. R1112-7", False),
        ("Code monétaire et financier, art. L133-24", True),
    ],
)
def test_a_law_excuses_only_what_it_may_ask_for(law: str, reported: bool, tmp_path: Path) -> None:
    archive = f"{{phase: restricted, for: P10Y, law: '{law}'}}"
    schedule = f"{{phases: [{{phase: active, until: contract-end}}, {archive}], then: erase}}"
    text = f"{FRANCE}activities:\n{activity(data='[payment-card]', retention=schedule)}"
    assert bool(remarks("PP512", text, tmp_path)) == reported


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ({"legal-basis": "legal-obligation"}, False),
        ({"legal-basis": "legal-obligation", "law": "'Code de la défense, art. L1'"}, False),
        ({"legal-basis": "legal-obligation", "law": "'GDPR, Art. 32'"}, True),
        ({"legal-basis": "legitimate-interests"}, True),
        ({"role": "processor"}, False),
    ],
)
def test_a_legal_obligation_may_ask_for_more(keys: dict[str, str], reported: bool, tmp_path: Path) -> None:
    text = f"{FRANCE}activities:\n{activity(data='[access-log]', retention='P3Y', **keys)}"
    assert bool(remarks("PP512", text, tmp_path)) == reported


MARKETING = f"{FRANCE}purposes: {{p: {{direct-marketing: true}}}}\nactivities:\n"


@pytest.mark.parametrize(
    ("subject", "retention", "reported"),
    [
        ("prospect", "P3Y", False),
        ("prospect", "P4Y", True),
        ("customer", "P4Y", False),
        ("customer", "{phases: [{phase: active, until: e}, {phase: active, for: P3Y}], then: erase}", False),
        ("customer", "{phases: [{phase: active, until: e}, {phase: active, for: P4Y}], then: erase}", True),
        ("customer", "{phases: [{phase: active, until: e}, {phase: restricted, for: P9Y}], then: erase}", False),
        ("customer", "{phases: [{phase: active, from: e, for: P4Y}], then: erase}", True),
    ],
)
def test_marketing_to_prospects_and_former_customers(
    subject: str, retention: str, reported: bool, tmp_path: Path
) -> None:
    text = MARKETING + activity(data_subjects=f"[{subject}]", retention=retention)
    assert bool(remarks("PP512", text, tmp_path)) == reported


def test_activities_on_one_schedule_are_told_together(tmp_path: Path) -> None:
    text = (
        f"{FRANCE}retention:\n  r: {{phases: [{{phase: active, for: P3Y}}], then: erase}}\nactivities:\n"
        + activity("a", data="[access-log]", retention="r")
        + activity("b", data="[access-log]", retention="r")
    )
    (found,) = remarks("PP512", text, tmp_path)
    assert found.related == ((("activities", "b", "retention"), "`b` keeps it under this schedule too"),)


@pytest.mark.parametrize(
    ("basis", "data", "length", "reported"),
    [
        ("legitimate-interests", "sales-contract", "P5Y", False),
        ("legitimate-interests", "sales-contract", "P61M", True),
        ("legitimate-interests", "employment-contract", "P10Y", False),
        ("legitimate-interests", "contact", "P10Y", False),
        ("legal-obligation", "sales-contract", "P10Y", False),
    ],
)
def test_evidence_after_limitation(basis: str, data: str, length: str, reported: bool, tmp_path: Path) -> None:
    schedule = (
        f"{{phases: [{{phase: active, until: e}}, {{phase: restricted, for: {length}, purposes: [p]}}], then: erase}}"
    )
    text = (
        f"{FRANCE}purposes: {{p: {{legal-claims: true}}}}\n"
        f"activities:\n{activity(data=f'[{data}]', legal_basis=basis, retention=schedule)}"
    )
    assert bool(remarks("PP513", text, tmp_path)) == reported


@pytest.mark.parametrize(
    ("law", "length", "reported"),
    [
        ("Code civil, art. 2224", "P30Y", True),
        ("Code civil, article 2224", "P5Y", False),
        ("Code de commerce, art. L.110-4", "P10Y", True),
        ("Code civil, art. 2224 and 2226", "P10Y", False),
        ("Code civil, art. 2226", "P10Y", False),
        ("Code civil", "P30Y", False),
        ("Code de commerce, art. L123-22", "P10Y", False),
        ("limitation of actions", "P30Y", False),
    ],
)
def test_a_law_carries_no_more_than_it_says(law: str, length: str, reported: bool, tmp_path: Path) -> None:
    phases = f'{{phase: active, until: e}}, {{phase: restricted, for: {length}, law: "{law}"}}'
    text = f"{FRANCE}activities:\n{activity(retention=f'{{phases: [{phases}], then: erase}}')}"
    found = remarks("PP513", text, tmp_path)
    assert bool(found) == reported
    assert all(one.path == ("activities", "a", "retention", "phases", 1, "for") for one in found)
    assert all("under a law that carries less; the limit is `P5Y`" in one.message for one in found)


def test_without_a_national_pack_no_figure_is_known(tmp_path: Path) -> None:
    text = f"activities:\n{activity(data='[access-log]', retention='P30Y')}"
    assert not remarks("PP512", text, tmp_path)
    assert not remarks("PP513", text, tmp_path)


# --- PP514 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("retention", "reported"),
    [
        ("P10Y", False),
        ("P5Y", True),
        ("P3652D", False),
        ("{phases: [{phase: active, for: P1Y}, {phase: restricted, for: P9Y, law: l}], then: erase}", False),
        ("{phases: [{phase: active, until: e}, {phase: restricted, for: P3Y, law: l}], then: erase}", True),
        ("{phases: [{phase: active, until: e}], then: erase}", False),
        ("{phases: [{phase: active}], then: erase}", False),
        ("{phases: [{phase: active, for: P3Y}], at-least: P10Y, then: erase}", False),
    ],
)
def test_invoices_are_kept_long_enough(retention: str, reported: bool, tmp_path: Path) -> None:
    text = f"{FRANCE}activities:\n{activity(data='[invoice]', retention=retention)}"
    assert bool(remarks("PP514", text, tmp_path)) == reported


def test_one_activity_that_keeps_long_enough_suffices(tmp_path: Path) -> None:
    short, long = activity("a", data="[invoice]", retention="P1Y"), activity("b", data="[invoice]", retention="P10Y")
    assert remarks("PP514", f"{FRANCE}activities:\n{short}", tmp_path)
    assert not remarks("PP514", f"{FRANCE}activities:\n{short}{long}", tmp_path)
    none = activity("b", data="[invoice]")
    assert not remarks("PP514", f"{FRANCE}activities:\n{short}{none}", tmp_path)


def test_the_longest_of_those_too_short_is_told(tmp_path: Path) -> None:
    text = (
        f"{FRANCE}activities:\n"
        + activity("a", data="[invoice]", retention="P1Y")
        + activity("b", data="[invoice]", retention="P6Y")
    )
    (found,) = remarks("PP514", text, tmp_path)
    assert found.path == ("activities", "b", "retention")
    assert found.message == (
        "`invoice` is kept for `P6Y`, where Code de commerce, art. L123-22 demands `P10Y` from end of the financial "
        "year, since 2003-01-04 (Art. L123-22 Code de commerce)"
    )


# --- PP515 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phases", "basis", "reported"),
    [
        ("[{phase: active, until: account-deletion}]", "contract", True),
        ("[{phase: active, until: [account-deletion, unsubscribed]}]", "contract", True),
        ("[{phase: active, until: account-deletion}, {phase: restricted, for: P1Y}]", "contract", True),
        ("[{phase: active, until: account-deletion, for: P3Y}]", "contract", False),
        ("[{phase: active, until: [account-deletion, contract-end]}]", "contract", False),
        ("[{phase: active, until: contract-end}]", "contract", False),
        ("[{phase: active, until: request-closed}]", "contract", False),
        ("[{phase: active, until: withdrawal}]", "consent", False),
        ("[{phase: active, until: objection}]", "legitimate-interests", True),
        ("[{phase: active}, {phase: active, until: account-deletion}]", "contract", False),
        ("[{phase: restricted, until: account-deletion}]", "contract", False),
        ("[{phase: active, for: P1Y, from: account-deletion}]", "contract", True),
        (
            "[{phase: active, until: last-activity}, {phase: restricted, for: P1Y, from: account-closed}]",
            "contract",
            True,
        ),
        ("[{phase: active, for: P1Y, from: account-deletion}]", "consent", False),
        # What is kept because somebody objected begins with the objection.
        ("[{phase: active, for: P3Y, from: objection}]", "legitimate-interests", False),
        ("[{phase: active, for: P1Y, from: contract-end}]", "contract", False),
    ],
)
def test_acts_that_only_the_person_can_bring_about(phases: str, basis: str, reported: bool, tmp_path: Path) -> None:
    text = f"activities:\n{activity(legal_basis=basis, retention=f'{{phases: {phases}, then: erase}}')}"
    assert bool(remarks("PP515", text, tmp_path)) == reported


def test_titles_of_events_are_read(tmp_path: Path) -> None:
    schedule = "{phases: [{phase: active, until: e}], then: erase}"
    text = f"events: {{e: {{title: {{fr: Désinscription}}}}}}\nactivities:\n{activity(retention=schedule)}"
    assert remarks("PP515", text, tmp_path)


@pytest.mark.parametrize(
    ("on", "until", "reported"),
    [
        (TODAY, "[contract-end, account-deletion]", True),
        (TODAY, "[contract-end, account-deletion, last-activity]", False),
        (TODAY, "[contract-end, inactivity]", False),
        (TODAY, "contract-end", False),
        (TODAY, "subscription-end", False),
        ("2018-11-28", "[contract-end, account-deletion]", False),
        ("2018-11-29", "[contract-end, account-deletion]", True),
    ],
)
def test_accounts_that_nobody_uses(on: str, until: str, reported: bool, tmp_path: Path) -> None:
    schedule = f"{{phases: [{{phase: active, until: {until}}}], then: erase}}"
    text = f"{FRANCE}purposes: {{p: {{dpv: 'dpv:AccountManagement'}}}}\nactivities:\n{activity(retention=schedule)}"
    assert bool(remarks("PP515", text, tmp_path, on)) == reported


def test_no_document_is_cited_before_its_day(tmp_path: Path) -> None:
    schedule = "{phases: [{phase: active, until: [contract-end, account-deletion]}], then: erase}"
    text = f"{FRANCE}purposes: {{p: {{dpv: 'dpv:AccountManagement'}}}}\nactivities:\n{activity(retention=schedule)}"
    assert remarks("PP515", text, tmp_path, "2019-11-15")[0].cites == ("gdpr:5-1-e",)
    assert "cnil:2021-131" in remarks("PP515", text, tmp_path)[0].cites


def test_logs_do_not_wait_for_a_contract(tmp_path: Path) -> None:
    schedule = "{phases: [{phase: active, until: contract-end}], then: erase}"
    text = f"{FRANCE}activities:\n{activity(data='[access-log]', retention=schedule)}"
    assert remarks("PP515", text, tmp_path)
    card = f"{FRANCE}activities:\n{activity(data='[payment-card]', retention=schedule)}"
    assert not remarks("PP515", card, tmp_path)


# --- PP516, PP520 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ({"consent": "{valid-for: P2Y}", "retention": "P2Y"}, False),
        ({"consent": "{valid-for: P2Y}", "retention": "P24M"}, False),
        ({"consent": "{valid-for: P2Y}", "retention": "P25M"}, True),
        ({"retention": "P25M"}, False),
        ({"legal-basis": "contract", "consent": "{valid-for: P2Y}", "retention": "P3Y"}, False),
        ({"consent": "{valid-for: P2Y}", "retention": "P3Y", "operations": "[use]"}, False),
        (
            {
                "consent": "{valid-for: P2Y}",
                "retention": "{phases: [{phase: active, for: P2Y}, {phase: restricted, for: P5Y}], then: erase}",
            },
            False,
        ),
        (
            {
                "consent": "{valid-for: P2Y}",
                "retention": "{phases: [{phase: active, for: P2Y}, {phase: restricted, for: P5Y, purposes: [p]}], "
                "then: erase}",
            },
            True,
        ),
    ],
)
def test_use_ends_with_the_consent(keys: dict[str, str], reported: bool, tmp_path: Path) -> None:
    text = f"activities:\n{activity(**({'legal-basis': 'consent'} | keys))}"
    assert bool(remarks("PP516", text, tmp_path)) == reported


@pytest.mark.parametrize(
    ("on", "necessary", "data", "retention", "valid_for", "keys"),
    [
        (TODAY, "false", "visits", "P25M", "P6M", []),
        (TODAY, "false", "visits", "P26M", "P6M", ["retention"]),
        (TODAY, "false", "visits", "P25M", "P7M", ["valid-for"]),
        (TODAY, "false", "cookie-identifier", "P13M", "P6M", []),
        (TODAY, "false", "cookie-identifier", "P14M", "P6M", ["retention"]),
        (TODAY, "true", "cookie-identifier", "P3Y", "P1Y", []),
        ("2020-09-16", "false", "visits", "P26M", "P7M", []),
        ("2020-09-17", "false", "visits", "P26M", "P7M", ["retention", "valid-for"]),
        ("2020-09-16", "false", "cookie-identifier", "P14M", "P7M", ["retention"]),
    ],
)
def test_data_of_devices(
    on: str, necessary: str, data: str, retention: str, valid_for: str, keys: list[str], tmp_path: Path
) -> None:
    text = f"{FRANCE}activities:\n" + activity(
        legal_basis="consent",
        data=f"[{data}]",
        retention=retention,
        consent=f"{{valid-for: {valid_for}}}",
        terminal_equipment=f"{{strictly-necessary: {necessary}}}",
    )
    assert sorted(str(remark.path[-1]) for remark in remarks("PP520", text, tmp_path, on)) == keys


# --- PP518, PP519, PP521, PP522 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "reported"),
    [
        ("phase: restricted, for: P5Y", True),
        ("phase: restricted, for: P1Y", True),
        ("phase: restricted, for: P6M", False),
        ("phase: restricted, for: P5Y, law: tax law", False),
        ("phase: restricted, for: P5Y, purposes: [claims]", False),
        ("phase: restricted, until: claim-settled", False),
        ("phase: active, for: P5Y", False),
    ],
)
def test_archives_have_a_reason(phase: str, reported: bool, tmp_path: Path) -> None:
    schedule = f"{{phases: [{{phase: active, until: e}}, {{{phase}}}], then: erase}}"
    assert bool(remarks("PP518", f"activities:\n{activity(retention=schedule)}", tmp_path)) == reported


@pytest.mark.parametrize(
    ("data", "law", "told"),
    [
        ("[invoice, password]", "Code de commerce, art. L123-22", ["password"]),
        ("[password]", "Code de commerce, art. L123-22", ["password"]),
        ("[invoice, contact]", "Code de commerce, art. L123-22", []),
        ("[invoice, password]", "Code de la santé publique, art. R1112-7", []),
        ("[invoice, password]", "commercial law", []),
        ("[account]", "Code de commerce, art. L123-22", ["account.password"]),
    ],
)
def test_a_duty_to_keep_accounts_spares_passwords(data: str, law: str, told: list[str], tmp_path: Path) -> None:
    schedule = f"{{phases: [{{phase: active, until: e}}, {{phase: restricted, for: P10Y, law: '{law}'}}], then: erase}}"
    text = (
        f"{FRANCE}data-categories: {{account: {{}}, account.password: {{}}}}\n"
        f"activities:\n{activity(data=data, retention=schedule)}"
    )
    found = remarks("PP519", text, tmp_path)
    assert [one for remark in found for one in told if f"`{one}`" in remark.message] == told
    assert bool(found) == bool(told)


@pytest.mark.parametrize(
    ("other", "reported"),
    [
        ("", True),
        (activity("b", operations="[erase]"), False),
        (activity("b", operations="[anonymise]"), False),
        (activity("b", data="[d.one]", operations="[erase]"), True),
        (activity("b", data="[d.one, d.two]", operations="[erase]"), False),
        (activity("b", operations="[erase]", effective="{until: 2020-01-01}"), True),
    ],
)
def test_somebody_may_erase(other: str, reported: bool, tmp_path: Path) -> None:
    keeps = activity(operations="[collect, store]", retention="P1Y")
    text = f"data-categories: {{d: {{}}, d.one: {{}}, d.two: {{}}}}\nactivities:\n{keeps}{other}"
    assert bool(remarks("PP521", text, tmp_path)) == reported


@pytest.mark.parametrize(
    ("phase", "reported"),
    [
        ("phase: restricted, until: period-over, law: tax and commercial law", True),
        ("phase: restricted, law: tax and commercial law", True),
        ("phase: restricted, for: P10Y, law: tax and commercial law", False),
        ("phase: restricted, until: birthday, law: art. R1112-7", False),
    ],
)
def test_legal_periods_have_figures(phase: str, reported: bool, tmp_path: Path) -> None:
    schedule = f"{{phases: [{{phase: active, until: e}}, {{{phase}}}], then: erase}}"
    assert bool(remarks("PP522", f"activities:\n{activity(retention=schedule)}", tmp_path)) == reported


def test_a_notice_tells_the_figure_of_what_a_law_keeps(tmp_path: Path) -> None:
    text = (
        "notice: {tells: {retention: {silent-on: [keeping, service, gone]}}}\n"
        "retention:\n  r:\n    phases:\n      - {phase: active, until: e}\n"
        "      - {phase: restricted, for: P10Y, purposes: [archive], law: 'Code de commerce, art. L123-22'}\n"
        "    then: erase\nactivities:\n"
        + activity("keeping", purposes="[archive]", retention="r")
        + activity("service", retention="r")
        + activity("gone", purposes="[archive]", retention="r", effective="{until: 2020-01-01}")
    )
    (found,) = remarks("PP522", text, tmp_path)
    assert found.path == ("notice", "tells", "retention", "silent-on", 0)
    assert found.help == "tell the figure: `P10Y`"


# --- Signs --------------------------------------------------------------------------------------------------------


def test_what_a_period_concerns_has_a_sign() -> None:
    with pytest.raises(ValidationError, match="state `data`, `purposes`, `subjects` or a mark"):
        Concerns.model_validate({"clock": ["contact"]})
    assert Concerns.model_validate({"direct-marketing": True}).counts == "all"


@pytest.mark.parametrize(
    ("words", "text", "spoken"),
    [
        ("card number", "financial.card-number", True),
        ("card number", "card, number", True),
        ("card number", "card|number", False),
        ("card number", "card numbers", False),
        ("identité", "Carte d'IDENTITÉ", True),
        ("identité", "Carte d'identite\u0301", True),
    ],
)
def test_runs_of_words(words: str, text: str, spoken: bool) -> None:
    assert spoken_of([words], text) == spoken


# --- Durations and the shipped policies ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        ("P1Y", "P12M", False),
        ("P365D", "P1Y", False),
        ("P366D", "P1Y", False),
        ("P367D", "P1Y", True),
        ("P31D", "P1M", False),
        ("P32D", "P1M", True),
        ("P9999Y", "P10Y", True),
        ("P9999Y", "P9999Y", False),
    ],
)
def test_longer_means_on_every_calendar(one: str, other: str, longer: bool) -> None:
    assert is_longer((read_duration(one),), (read_duration(other),)) == longer


SILENT = ("PP513", "PP514", "PP516", "PP518", "PP520", "PP521", "PP523")


@pytest.mark.parametrize("on", ["2019-11-15", TODAY])
def test_the_notice_of_november_2019(on: str) -> None:
    x = examine(inspect(Path(__file__).parents[2] / "policies" / "multi-planning"), read_moment(on))
    found = {check.id: [remark.path for remark in check.look(x)] for check in CHECKS if check.applies(x)}
    assert {str(path[1]) for path in found["PP510"]} == {
        "activity-log",
        "support-tickets",
        "support-correspondence",
        "chat",
        "chat-cookies",
        "behaviour-statistics",
        "analytics-on-own-sites",
        "analytics-on-customer-sites",
        "prospecting",
        "campaign-measurement",
    }
    assert found["PP511"] == [("retention", "server-log", "at-least")]
    assert found["PP517"] == [("retention", "after-blocking", "phases", 2)]
    card, identity = ("activities", "payment-means", "retention"), ("activities", "identity-check", "retention")
    assert found["PP512"] == ([card, identity] if on == TODAY else [card])
    account, copy = (("retention", name, "phases", 0, "until") for name in ("account", "identity-copy"))
    assert found["PP515"] == ([account] if on == TODAY else [account, copy])
    assert not any(found[code] for code in SILENT)
