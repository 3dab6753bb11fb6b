"""What is missing: alternatives folded, the policy's own questions apart from the standing exceptions."""

from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, Need, NoObjectionNeed, PolicyNeed
from privpolicy.model.moment import read_moment
from privpolicy.output.missing import Missing, missing
from privpolicy.output.page import FIXED

POLICY = """\
policy: {language: 1, id: p}
purposes: {mail: }
events: {end: {title: The end}}
facts:
  shop: {type: enum, values: [web, kiosk, outlet]}
  colour: {type: enum, values: [red, blue]}
  asked: {title: They asked, type: boolean}
  note: {type: text}
  born: {type: date}
"""
CONSENT = ConsentNeed("mail")
FREE = FactNeed("restricted", value=False)
ASKED = FactNeed("asked", value=True)
ART_18, ART_21 = (f"Art.{FIXED}{article}{FIXED}GDPR" for article in (18, 21))
FREE_OR_CONSENT = f"processing is not restricted ({ART_18}), or there is a consent for `mail`"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> pp.Policy:
    file = Path(tmp_path_factory.mktemp("policy")) / "policy.yaml"
    file.write_text(POLICY, encoding="utf-8")
    return pp.load(file)


def test_nothing(policy: pp.Policy) -> None:
    assert missing((), policy).nothing


def test_what_all_alternatives_share_is_said_once(policy: pp.Policy) -> None:
    hold = FactNeed("legal-hold", value=False)
    needs: tuple[tuple[Need, ...], ...] = ((ASKED, CONSENT, hold), (ASKED, FactNeed("note", "yes"), hold))
    assert missing(needs, policy) == Missing(
        asked=("`asked` is true (They asked)",),
        alternatives=(("there is a consent for `mail`",), ("`note` is `yes`",)),
        standing=("there is no legal hold",),
    )


def test_no_restriction_or_a_consent(policy: pp.Policy) -> None:
    assert missing(((ASKED, FREE), (ASKED, CONSENT)), policy) == Missing(
        asked=("`asked` is true (They asked)",), alternatives=(), standing=(FREE_OR_CONSENT,)
    )
    assert missing(((FREE,), (CONSENT,)), policy).standing == (FREE_OR_CONSENT,)


def test_a_consent_that_is_asked_anyway_is_no_excuse(policy: pp.Policy) -> None:
    found = missing(((CONSENT, FREE),), policy)
    assert found.asked == ("there is a consent for `mail`",)
    assert found.standing == (f"processing is not restricted ({ART_18})",)


def test_values_and_dates_of_one_thing_are_one_alternative(policy: pp.Policy) -> None:
    shops: tuple[tuple[Need, ...], ...] = tuple(
        (FactNeed("shop", value), ASKED) for value in ("web", "kiosk", "outlet")
    )
    assert missing(shops, policy).asked == ("`shop` is `web`, `kiosk` or `outlet`", "`asked` is true (They asked)")
    ends = ((EventNeed("end", None),), (EventNeed("end", read_moment("2021-01-01")),))
    assert missing(ends, policy).asked == ("`end` has not happened or has a date such as 2021-01-01 (The end)",)
    squares: tuple[tuple[Need, ...], ...] = tuple(
        (FactNeed("shop", shop), FactNeed("colour", colour)) for shop in ("web", "kiosk") for colour in ("red", "blue")
    )
    assert missing(squares, policy).asked == ("`shop` is `web` or `kiosk`", "`colour` is `red` or `blue`")
    different = ((FactNeed("shop", "web"),), (FactNeed("colour", "red"),))
    assert missing(different, policy).alternatives == (("`shop` is `web`",), ("`colour` is `red`",))


def test_that_nothing_was_collected_is_told_only_where_nothing_else_would_do(policy: pp.Policy) -> None:
    nothing = (EventNeed("collected", None),)
    assert missing((nothing, (ASKED,)), policy).asked == ("`asked` is true (They asked)",)
    assert missing((nothing,), policy).asked == ("`collected` has not happened",)


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (FactNeed("restricted", value=True), f"processing is restricted ({ART_18})"),
        (FactNeed("legal-hold", value=True), "there is a legal hold"),
        (FactNeed("subject.age", 18), "the person's age is a number such as 18"),
        (FactNeed("subject.country", "FR"), "the person's country is `FR`"),
        (FactNeed("note", "other"), "`note` is a text such as `other`"),
        (FactNeed("born", read_moment("2021-01-01")), "`born` is a date such as 2021-01-01"),
        (ConsentNeed("mail", explicit=True), "there is an explicit consent for `mail`"),
        (ConsentNeed("mail", by="guardian"), "there is a consent for `mail` given by a guardian"),
        (NoObjectionNeed("mail"), f"there is no objection to `mail` ({ART_21})"),
        (
            PolicyNeed(("recipients", "x", "country")),
            "the policy states `recipients.x.country`, which it leaves open, and the law allows a transfer there",
        ),
    ],
)
def test_words(policy: pp.Policy, need: Need, words: str) -> None:
    found = missing(((need,),), policy)
    assert (*found.asked, *found.standing) == (words,)
