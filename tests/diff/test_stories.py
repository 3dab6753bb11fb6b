"""Small stories: one change to a policy, and what is said of it."""

from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.diff.report import Change

POLICY = """\
policy: {language: 1, id: shop, effective: {from: 2019-01-01}}
purposes: {orders: {}, marketing: {}, marketing.newsletter: {}}
data-categories: {contact: {}, contact.email: {}, contact.phone: {}, order: {}}
data-subjects: {customer: {}}
recipients:
  carrier: {role: processor, country: FR}
  mailer: {role: processor, country: US}
events: {order-end: {}}
facts: {region: {type: enum, values: [north, south]}}
retention:
  orders: {phases: [{phase: active, until: order-end}], then: erase}
safeguards: {inform-in-advance: {title: Persons are told beforehand}}
activities:
  selling:
    purposes: [orders]
    legal-basis: contract
    data-subjects: [customer]
    data: [contact, order]
    recipients: [controller, carrier]
    operations: [collect, store, disclose]
    retention: orders
  newsletter:
    purposes: [marketing.newsletter]
    legal-basis: consent
    data-subjects: [customer]
    data: [contact.email]
    operations: [use]
    when: {region: north}
prohibitions:
  no-phone-calls: {data: [contact.phone], operations: [disclose]}
"""


def compared(tmp_path: Path, old: str, new: str, **options: str) -> pp.DiffReport:
    for name, text in (("old.yaml", old), ("new.yaml", new)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = pp.diff(tmp_path / "old.yaml", tmp_path / "new.yaml", **options)  # type: ignore[arg-type]
    assert report.compared, report.diagnostics
    return report


def told(tmp_path: Path, *replaced: tuple[str, str], policy: str = POLICY) -> list[Change]:
    new = policy
    for before, after in replaced:
        assert before in new
        new = new.replace(before, after)
    return list(compared(tmp_path, policy, new).changes)


def only(changes: list[Change]) -> Change:
    assert len({(one.effect, one.message) for one in changes}) == 1, [(one.effect, one.message) for one in changes]
    return changes[0]


ARCHIVE = (
    "{purposes: [orders], legal-basis: public-task, data-subjects: [customer], data: [order], operations: [combine]}"
)

STORIES = {
    "consent dropped": (
        ("legal-basis: consent", "legal-basis: public-task"),
        "changes",
        "`newsletter`: consent is no longer needed, it rests on `public-task` now",
    ),
    "consent explicit": (
        ("    when: {region: north}", "    when: {region: north}\n    consent: {explicit: true}"),
        "narrows",
        "`newsletter`: a consent must be explicit now",
    ),
    "kept shorter": (
        ("until: order-end", "for: P2Y, until: order-end"),
        "narrows",
        "schedule `orders`: kept shorter: active for P2Y or until `order-end`, so far active until `order-end`",
    ),
    "a recipient in a third country": (
        ("[controller, carrier]", "[controller, carrier, mailer]"),
        "widens",
        "`selling`: new recipient `mailer`; in US, where no recipient of this was before",
    ),
    "a prohibition removed": (
        ("  no-phone-calls: {data: [contact.phone], operations: [disclose]}", "  other: {operations: [sell]}"),
        "widens",
        "`selling`: no longer forbidden by `no-phone-calls`",
    ),
    "a prohibition added": (
        ("prohibitions:\n", "prohibitions:\n  no-orders: {data: [order], operations: [store]}\n"),
        "narrows",
        "`selling`: forbidden by `no-orders`",
    ),
    "a purpose widened": (
        ("[marketing.newsletter]", "[marketing]"),
        "widens",
        "`newsletter`: new purpose `marketing itself`",
    ),
    "a purpose gone": (
        ("[contact, order]", "[order]"),
        "narrows",
        "`selling`: no longer this data: `contact`",
    ),
    "a condition dropped": (
        ("    when: {region: north}\n", ""),
        "widens",
        "`newsletter`: the condition `{region: north}` is dropped",
    ),
    "a condition wider": (
        ("when: {region: north}", "when: {region: [north, south]}"),
        "widens",
        "`newsletter`: a wider condition: `{region: [north, south]}`, so far `{region: north}`",
    ),
    "in force later": (
        ("from: 2019-01-01", "from: 2020-01-01"),
        "narrows",
        "the policy as a whole: in force for less long: from 2020-01-01, so far from 2019-01-01",
    ),
    "the hierarchy moved": (
        ("order: {}}\ndata-subjects", "order: {broader: [contact]}}\ndata-subjects"),
        None,
        None,
    ),
    "a new activity": (
        ("prohibitions:\n", f"  archive: {ARCHIVE}\nprohibitions:\n"),
        "widens",
        "`archive`: a new activity",
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_one_change_is_told_in_one_sentence(tmp_path: Path, story: str) -> None:
    replaced, effect, message = STORIES[story]
    changes = told(tmp_path, replaced)
    if effect is None:
        assert changes == []
        return
    found = only(changes)
    assert message is not None
    assert found.effect == effect
    assert message in found.message
    assert (found.widened is None) == (effect == "narrows")
    assert (found.narrowed is None) == (effect == "widens")


def test_the_way_back_is_the_other_way_round(tmp_path: Path) -> None:
    turned = {"widens": "narrows", "narrows": "widens", "changes": "changes"}
    for replaced, effect, _ in STORIES.values():
        new = POLICY.replace(*replaced)
        found = {change.effect for change in compared(tmp_path, new, POLICY).changes}
        assert found == (set() if effect is None else {turned[effect]})


def test_a_moved_category_is_told_by_its_section(tmp_path: Path) -> None:
    policy = POLICY.replace("data: [contact, order]", "data: [contact]")
    found = only(
        told(tmp_path, ("order: {}}\ndata-subjects", "order: {broader: [contact]}}\ndata-subjects"), policy=policy)
    )
    assert found.effect == "widens"
    assert found.message == "`order`, which changed among the data: new data `order`"
    assert found.new_place is not None
    assert found.new_place.endswith("new.yaml:3:70")


def test_a_direct_marketing_mark_takes_away(tmp_path: Path) -> None:
    policy = POLICY.replace("legal-basis: consent", "legal-basis: legitimate-interests\n    compelling-grounds: shown")
    found = only(told(tmp_path, ("marketing: {}", "marketing: {direct-marketing: true}"), policy=policy))
    assert (found.effect, found.kinds) == ("narrows", ("objection",))
    assert "an objection stops it now" in found.message


def test_a_law_pack_added_stops_a_transfer(tmp_path: Path) -> None:
    policy = POLICY.replace("[controller, carrier]", "[controller, carrier, mailer]")
    changes = told(tmp_path, ("id: shop,", "id: shop, law: [eu-gdpr],"), policy=policy)
    transfer = [one for one in changes if "transfer" in one.kinds]
    assert transfer
    assert {one.effect for one in transfer} == {"narrows"}
    assert transfer[0].message.startswith("the law is `eu-gdpr`, so far nobody asked for it: ")
    assert set(transfer[0].ids["recipient"]) == {"mailer"}


def test_a_fact_of_another_type_is_compared(tmp_path: Path) -> None:
    policy = POLICY.replace("    when: {region: north}\n", "")
    assert told(tmp_path, ("{type: enum, values: [north, south]}", "{type: boolean}"), policy=policy) == []
    changes = told(
        tmp_path, ("{type: enum, values: [north, south]}", "{type: boolean}"), ("region: north", "region: true")
    )
    assert {one.kinds for one in changes} == {("condition",)}


def test_a_recipient_that_was_not_known_is_undeclared(tmp_path: Path) -> None:
    changes = told(
        tmp_path,
        ("  mailer:", "  press: {role: third-party, country: JP}\n  mailer:"),
        ("[controller, carrier]", "[controller, carrier, press]"),
    )
    found = only(changes)
    assert (found.witness.old, found.witness.new) == ("undeclared", "permit")


def test_another_day_leaves_out_what_is_over(tmp_path: Path) -> None:
    new = POLICY.replace("from: 2019-01-01", "from: 2020-01-01")
    assert compared(tmp_path, POLICY, new, at="2020-01-01").changes == ()
    assert compared(tmp_path, POLICY, new, at="2019-12-31").changes != ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[contact, order]", "[order, contact]"),
        ("{contact: {}, contact.email: {}", "{contact: , contact.email: "),
        ("purposes: [orders]", 'purposes: ["orders"]  # a comment'),
        ("    legal-basis: consent\n", "    role: controller\n    legal-basis: consent\n"),
    ],
)
def test_what_is_only_written_otherwise_is_silent(tmp_path: Path, before: str, after: str) -> None:
    assert before in POLICY
    report = compared(tmp_path, POLICY, POLICY.replace(before, after))
    assert (report.changes, report.declared) == ((), ())


def test_other_files_are_silent(tmp_path: Path) -> None:
    for number, part in enumerate(POLICY.split("retention:\n  orders")):
        (tmp_path / f"{number}.yml").write_text(part if not number else f"retention:\n  orders{part}", encoding="utf-8")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "two").mkdir()
    for number in (0, 1):
        (tmp_path / f"{number}.yml").rename(tmp_path / "two" / f"{number}.yml")
    report = pp.diff(tmp_path / "one", tmp_path / "two")
    assert report.compared
    assert (report.changes, report.declared) == ((), ())


def test_texts_are_told_as_texts(tmp_path: Path) -> None:
    report = compared(
        tmp_path,
        POLICY,
        POLICY.replace("told beforehand", "told in time").replace("order: {}", "order: {title: Order}"),
    )
    assert report.changes == ()
    assert [(one.what, one.path, one.is_text) for one in report.declared] == [
        ("added", ("data-categories", "order", "title"), True),
        ("changed", ("safeguards", "inform-in-advance", "title"), True),
    ]


def test_declared_changes_have_both_places_and_values(tmp_path: Path) -> None:
    new = POLICY.replace("legal-basis: consent", "legal-basis: contract").replace(
        "events: {order-end: {}}", "events: {order-end: {}, gone: {}}"
    )
    declared = compared(tmp_path, POLICY, new).declared
    added, changed = declared
    assert (added.what, added.path, added.old_place, added.old_value) == ("added", ("events", "gone"), None, None)
    assert (changed.old_value, changed.new_value) == ("consent", "contract")
    assert str(changed.old_place).endswith("old.yaml:24:5")


def test_duties_follow_from_widenings(tmp_path: Path) -> None:
    new = POLICY.replace("[marketing.newsletter]", "[marketing]").replace(
        "[controller, carrier]", "[controller, carrier, mailer]"
    )
    duties = {duty.fact: duty for duty in compared(tmp_path, POLICY, new).duties}
    notice = duties["rules.notice-new-purpose"]
    assert notice.cites == ("gdpr:13-3", "gdpr:14-4")
    assert "`safeguards.inform-in-advance`" in notice.why
    assert "`mailer`" in duties["contract-items.subject"].why
    assert "`mailer` in US" in duties["rules.transfer-and-basis"].why
    assert {"notice-items.a13-1-e", "record-items.a30-1-d", "record-items.a30-1-b"} <= duties.keys()


def test_what_narrows_brings_no_notice(tmp_path: Path) -> None:
    duties = compared(tmp_path, POLICY, POLICY.replace("legal-basis: contract", "legal-basis: consent")).duties
    facts = {duty.fact for duty in duties}
    assert "rules.consent-provable" in facts
    assert "rules.notice-new-purpose" not in facts


def test_obligations_are_no_texts(tmp_path: Path) -> None:
    new = POLICY.replace("    retention: orders\n", "    retention: orders\n    obligations: [inform-in-advance]\n")
    report = compared(tmp_path, POLICY, new)
    assert report.changes == ()  # but an answer names them
    assert [(one.path[-1], one.is_text) for one in report.declared] == [("obligations", False)]


def test_another_basis_than_consent_is_told_with_what_only_a_consent_let_pass(tmp_path: Path) -> None:
    change = only(told(tmp_path, ("legal-basis: consent", "legal-basis: contract")))
    assert "consent is no longer needed" in change.message
    assert "no consent lets it use data collected under another activity any longer" in change.message
    assert "may use data" not in change.message


@pytest.mark.parametrize("country", ["JP", "US"])
def test_a_recipient_that_moves_abroad_is_a_transfer_even_where_it_stays_permitted(
    tmp_path: Path, country: str
) -> None:
    old = POLICY.replace("effective: {from: 2019-01-01}", "effective: {from: 2024-01-01}, law: [eu-gdpr]")
    new = old.replace("carrier: {role: processor, country: FR}", f"carrier: {{role: processor, country: {country}}}")
    report = compared(tmp_path, old, new)
    assert bool(report.changes) == (country == "US")
    duties = {duty.fact: duty for duty in report.duties}
    assert duties["rules.transfer-and-basis"].why == f"another country: `carrier` in {country}"
    assert "notice-items.a13-1-f" in duties
    assert compared(tmp_path, new, old).duties == ()


def test_a_recipient_that_becomes_a_processor_is_bound_by_a_contract(tmp_path: Path) -> None:
    old = POLICY.replace("carrier: {role: processor", "carrier: {role: third-party")
    report = compared(tmp_path, old, POLICY)
    assert report.changes == ()
    assert [duty.fact for duty in report.duties] == ["contract-items.subject"]
    assert "`carrier` became a processor" in report.duties[0].why
