"""The edges in time of tools for transfers, as a policy of one recipient abroad sees them."""

from pathlib import Path
from typing import Any

import pytest

import privpolicy as pp

TEMPLATE = """\
policy: {{language: 1, id: abroad, law: [eu-gdpr]}}
purposes: {{service: {{}}}}
data-categories: {{contact: {{}}}}
data-subjects: {{person: {{}}}}
recipients: {{abroad: {{role: processor, country: {country}{tools}}}}}
activities:
  serve:
    purposes: [service]
    legal-basis: contract
    data-subjects: [person]
    data: [contact]
    recipients: [abroad]
"""


def ask(folder: Path, at: str, country: str, tool: str = "") -> dict[str, Any]:
    tools = f", transfer-tools: [{{{tool}}}]" if tool else ""
    file = folder / "policy.yaml"
    file.write_text(TEMPLATE.format(country=country, tools=tools), encoding="utf-8")
    decision = pp.load(file).decide(
        pp.Request(purpose="service", data="contact", recipient="abroad", at=at, complete=True)
    )
    answer = decision.to_dict()
    permitted = answer["outcome"] == "permit"
    assert {reason.code for reason in decision.reasons} == {"permitted" if permitted else "transfer"}
    assert answer.get("policy-alone") == (None if permitted else "permit")
    return answer


ADEQUATE_UNTIL = "2031-12-28T00:00:00Z"
UNITED_KINGDOM = [
    ("2018-05-24", "deny", "2018-05-25T00:00:00Z"),  # the Regulation does not apply yet
    ("2018-05-25", "permit", ADEQUATE_UNTIL),  # a member state
    ("2020-02-01", "permit", ADEQUATE_UNTIL),  # in transition
    ("2020-12-31", "permit", ADEQUATE_UNTIL),  # its last day
    ("2021-01-01", "permit", ADEQUATE_UNTIL),  # the bridge
    ("2021-06-27", "permit", ADEQUATE_UNTIL),  # its last day
    ("2021-06-28", "permit", ADEQUATE_UNTIL),  # the adequacy decision
    ("2025-12-27", "permit", ADEQUATE_UNTIL),  # extended to this day, and renewed
    ("2031-12-27", "permit", ADEQUATE_UNTIL),
    ("2031-12-28", "deny", None),
]


@pytest.mark.parametrize(("at", "outcome", "until"), UNITED_KINGDOM, ids=[at for at, _, _ in UNITED_KINGDOM])
def test_a_recipient_in_the_united_kingdom(tmp_path: Path, at: str, outcome: str, until: str | None) -> None:
    answer = ask(tmp_path, at, "GB")
    assert (answer["outcome"], answer["until"]) == (outcome, until)


TOOLS: list[tuple[str, str, str, str | None]] = [
    # Sets that were replaced: signed to 26 September 2021, in use to 26 December 2022.
    ("2022-12-26", "tool: standard-clauses, framework: scc-2010, from: 2021-09-26", "permit", "2022-12-27T00:00:00Z"),
    ("2022-12-27", "tool: standard-clauses, framework: scc-2010, from: 2021-09-26", "deny", None),
    ("2021-10-01", "tool: standard-clauses, framework: scc-2010, from: 2021-09-27", "deny", None),
    ("2022-12-26", "tool: standard-clauses, framework: scc-2001, from: 2019-01-01", "permit", "2022-12-27T00:00:00Z"),
    ("2022-12-27", "tool: standard-clauses, framework: scc-2004, from: 2019-01-01", "deny", None),
    ("2018-12-31", "tool: standard-clauses, framework: scc-2004, from: 2019-01-01", "deny", "2019-01-01T00:00:00Z"),
    # The set of 2021: from 27 June 2021, without an end.
    ("2021-06-27", "tool: standard-clauses, framework: scc-2021, from: 2021-06-27", "permit", None),
    ("2021-06-26", "tool: standard-clauses, framework: scc-2021, from: 2021-06-27", "deny", "2021-06-27T00:00:00Z"),
    ("2022-01-01", "tool: standard-clauses, framework: scc-2021, from: 2021-06-26", "deny", None),
    ("2022-01-01", "tool: standard-clauses, from: 2022-01-01", "deny", None),
    # Frameworks: a listing counts while both it and the decision last.
    ("2020-07-15", "tool: adequacy, framework: us-privacy-shield, from: 2016-09-22", "permit", "2020-07-16T00:00:00Z"),
    ("2020-07-16", "tool: adequacy, framework: us-privacy-shield, from: 2016-09-22", "deny", None),
    ("2023-07-09", "tool: adequacy, framework: us-dpf", "deny", "2023-07-10T00:00:00Z"),
    ("2023-07-10", "tool: adequacy, framework: us-dpf", "permit", None),
    ("2023-09-30", "tool: adequacy, framework: us-dpf, from: 2023-10-01", "deny", "2023-10-01T00:00:00Z"),
    ("2023-10-01", "tool: adequacy, framework: us-dpf, from: 2023-10-01", "permit", None),
    ("2026-11-22", "tool: adequacy, framework: ca-commercial", "deny", None),
    ("2026-11-22", "tool: adequacy", "deny", None),
    # What needs no decision of the Union.
    ("2026-11-22", "tool: binding-rules, from: 2026-01-01", "permit", None),
    ("2025-12-31", "tool: binding-rules, from: 2026-01-01", "deny", "2026-01-01T00:00:00Z"),
    ("2026-11-22", "tool: derogation, until: 2027-01-01", "permit", "2027-01-01T00:00:00Z"),
]


@pytest.mark.parametrize(("at", "tool", "outcome", "until"), TOOLS, ids=[f"{at} {tool}" for at, tool, _, _ in TOOLS])
def test_a_recipient_in_the_united_states(tmp_path: Path, at: str, tool: str, outcome: str, until: str | None) -> None:
    answer = ask(tmp_path, at, "US", tool)
    assert (answer["outcome"], answer["until"]) == (outcome, until)


COUNTRIES = [
    ("US", "2026-11-22", "deny"),
    ("CA", "2026-11-22", "deny"),  # adequate only for recipients under its act on commerce
    ("CH", "2026-11-22", "permit"),
    ("JP", "2019-01-22", "deny"),
    ("JP", "2019-01-23", "permit"),
    ("KR", "2021-12-16", "deny"),
    ("KR", "2021-12-17", "permit"),
    ("IL", "2026-11-22", "permit"),
    ("BR", "2026-01-25", "deny"),
    ("BR", "2026-01-26", "permit"),
    ("NO", "2018-07-19", "deny"),
    ("NO", "2018-07-20", "permit"),
    ("FR", "2018-05-24", "deny"),
    ("FR", "2018-05-25", "permit"),
]


@pytest.mark.parametrize(("country", "at", "outcome"), COUNTRIES, ids=[f"{one}-{at}" for one, at, _ in COUNTRIES])
def test_a_country_without_a_tool(tmp_path: Path, country: str, at: str, outcome: str) -> None:
    assert ask(tmp_path, at, country)["outcome"] == outcome
