"""To which purposes consents and objections count, and what the law adds: ages, countries, transfers, special data."""

from itertools import product

from tests.batch.shapes import SHAPES, Plain
from tests.batch.small import activity, ask, consenting, policy, told

PURPOSES = {
    "service": {},
    "service.sync": {"broader": ["outreach"]},
    "service.sync.mail": {},
    "outreach": {},
    "outreach.news": {},
    "serv": {},
    "ice": {},
}


def test_a_consent_to_a_broader_purpose_counts_and_to_a_narrower_does_not() -> None:
    asked = policy(purposes=PURPOSES, activities={"serve": activity(purposes=list(PURPOSES), legal_basis="consent")})
    rows = [
        ask("2020-01-31", asked={"purpose": purpose}, consents=[{"purpose": consented, "given": "2019-01-31"}])
        for purpose, consented in product(PURPOSES, PURPOSES)
    ]
    answers = dict(zip(product(PURPOSES, PURPOSES), told(asked, rows), strict=True))
    counts = {pair for pair, answer in answers.items() if answer == "permit"}
    assert {consented for purpose, consented in counts if purpose == "service.sync.mail"} == {
        "service.sync.mail",
        "service.sync",
        "service",
        "outreach",
    }
    assert {consented for purpose, consented in counts if purpose == "service"} == {"service"}


def test_an_objection_counts_where_purposes_overlap() -> None:
    interest = activity(purposes=list(PURPOSES), legal_basis="legitimate-interests", legitimate_interest="to run")
    asked = policy(purposes=PURPOSES, activities={"serve": interest})
    rows = [
        ask("2020-01-31", asked={"purpose": purpose}, objections=[{"purpose": objected, "raised": "2019-01-31"}])
        for purpose, objected in product(PURPOSES, PURPOSES)
    ]
    answers = dict(zip(product(PURPOSES, PURPOSES), told(asked, rows), strict=True))
    stopped = {pair for pair, answer in answers.items() if answer == "deny objected"}
    assert {objected for purpose, objected in stopped if purpose == "outreach"} == {
        "outreach",
        "outreach.news",
        "service",
        "service.sync",
        "service.sync.mail",
    }


def test_of_several_consents_the_lack_of_one_is_told() -> None:
    dates = ("2019-01-31", "2019-06-01", "2020-01-30", "2020-03-01")
    kinds: tuple[Plain, ...] = (
        {},
        {"explicit": True},
        {"explicit": True, "withdrawn": "2020-01-31"},
        {"withdrawn": "2020-01-30"},
        {"explicit": True, "by": "guardian"},
    )
    consents = [
        {"purpose": "service", "given": given, **kind}
        for given, kind in product(dates, kinds)
        if kind.get("withdrawn", "9") >= given
    ]
    rows = [
        ask("2020-01-31", consents=[first, second], subject={"age": age} if age is not None else {})
        for first, second in product(consents, consents)
        for age in (12, 17, None)
    ]
    told(consenting(["eu-gdpr"], explicit=True, valid_for="P6M"), rows)


def test_marketing_and_a_consent_after_an_objection() -> None:
    interest = {"legal_basis": "legitimate-interests", "legitimate_interest": "to run"}
    asked = policy(
        purposes={"service": {}, "service.ads": {"direct-marketing": True}, "other": {}},
        facts={"grave": {"type": "boolean"}},
        activities={
            "by-consent": activity(purposes=["service.ads"], legal_basis="consent"),
            "by-interest": activity(
                purposes=["service", "other"], **interest, compelling_grounds={"text": "so", "when": {"grave": True}}
            ),
        },
    )
    dates = ("2020-01-01", "2020-01-01T00:00:00.000001Z", "2020-01-31", "2020-02-01")
    rows = [
        ask(
            "2020-01-31",
            asked={"purpose": purpose},
            consents=given and [{"purpose": purpose, "given": given}],
            objections=raised
            and [{"purpose": "service.ads", "raised": raised}, {"purpose": "other", "raised": "2020-01-01"}],
            facts={"grave": grave},
        )
        for purpose, given, raised, grave in product(
            ("service", "service.ads", "other"), (None, *dates), (None, *dates), (True, False, None)
        )
    ]
    told(asked, rows)


def test_the_age_of_consent_by_country_and_date() -> None:
    asked = consenting(["eu-gdpr", "fr"])
    rows = [
        ask(
            at,
            consents=[{"purpose": "service", "given": "2018-05-25", "by": by}],
            subject={name: value for name, value in (("age", age), ("country", country)) if value is not None},
        )
        for at, by, age, country in product(
            ("2018-05-24T23:59:59.999999Z", "2018-05-25", "2018-06-19", "2018-06-21", "2018-12-07", "2024-01-01"),
            ("subject", "guardian", None),
            (12.999999, 13, 14, 15, 15.999999, 16, None),
            ("FR", "DE", "DK", "ES", "AT", "US", "fr", None),
        )
    ]
    told(asked, rows)


def test_children_of_unstated_age() -> None:
    asked = policy(
        law=["eu-gdpr"],
        data_subjects={"person": {}, "person.pupil": {"child": True}, "person.member": {}},
        activities={"serve": activity(legal_basis="consent")},
    )
    rows = [
        ask(
            "2020-01-31",
            asked={"data-subject": subject, "complete": complete},
            consents=consents,
            subject=known,
        )
        for subject, complete, consents, known in product(
            ("person", "person.pupil", "person.member"),
            (True, False),
            ([{"purpose": "service", "given": "2019-01-31"}], [], None),
            ({}, {"age": 15}, {"age": 16}, {"country": "GB"}, {"age": 13, "country": "GB"}),
        )
    ]
    told(asked, rows)


def test_until_the_law_changes() -> None:
    recipients: Plain = {
        "mailer": {"country": "US", "transfer-tools": [{"tool": "adequacy", "framework": "us-privacy-shield"}]},
        "host": {"country": "GB"},
        "printer": {"country": "JP"},
        "agency": {
            "country": "US",
            "transfer-tools": [{"tool": "standard-clauses", "framework": "scc-2010", "from": "2019-06-01"}],
        },
        "lab": {"country": "US", "transfer-tools": [{"tool": "adequacy", "framework": "us-dpf"}]},
        "nowhere": {},
    }
    recipients = {name: {"role": "processor", **recipient} for name, recipient in recipients.items()}
    asked = policy(
        law=["eu-gdpr"], recipients=recipients, activities={"serve": activity(recipients=["controller", *recipients])}
    )
    days = (
        "2018-05-24",
        "2018-05-25",
        "2019-01-22",
        "2019-01-23",
        "2020-07-15",
        "2020-07-16",
        "2020-12-31",
        "2021-01-01",
        "2021-06-27",
        "2021-06-28",
        "2022-12-26",
        "2022-12-27",
        "2023-07-09",
        "2023-07-10",
        "2025-06-27",
        "2031-12-27",
    )
    rows = [
        ask(at, asked={"recipient": recipient, "operation": "disclose"})
        for recipient, day in product(recipients, days)
        for at in (day, f"{day}T23:59:59.999999Z")
    ]
    answers = told(asked, rows)
    assert len({answer for answer in answers if "until" in answer}) > 3


def test_special_data_and_prohibitions() -> None:
    asked = policy(
        law=["eu-gdpr"],
        data_categories={"contact": {}, "health": {"sensitivity": "special"}, "offences": {"sensitivity": "criminal"}},
        safeguards={"tls": {}, "masking": {}, "training": {}},
        facts={"amount": {"type": "number"}},
        activities={
            "first": activity(
                data=["contact", "health"],
                special_category_condition="explicit-consent",
                obligations=["training", "tls"],
            ),
            "second": activity(data=["health", "offences"], law="some law", obligations=["masking"]),
            "third": activity(data=["contact"], obligations=["tls", "masking"], when={"amount": {"at-most": 10}}),
        },
        prohibitions={
            "no-large": {"when": {"amount": {"at-least": 100}}, "unless": [{"consent": True}]},
            "no-health": {"data": ["health"], "when": {"amount": {"at-least": 50}}},
        },
    )
    consents: tuple[list[Plain] | None, ...] = (
        None,
        [],
        [{"purpose": "service", "given": "2019-01-31", "explicit": True}],
        [{"purpose": "service", "given": "2019-01-31", "withdrawn": "2021-01-01"}],
    )
    rows = [
        ask("2020-01-31", asked={"data": data, "complete": complete}, consents=given, facts={"amount": amount})
        for data, complete, given, amount in product(
            (["contact"], ["health"], ["offences"], ["contact", "health"], ["health", "contact", "offences"]),
            (True, False),
            consents,
            (None, 5, 50, 100),
        )
    ]
    told(asked, rows, SHAPES["map"])
