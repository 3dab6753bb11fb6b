"""``law``: the packs, the facts in force on a day, what changed; ``cite``: what citation ids stand for."""

import json
import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.cli.conftest import Run, assert_golden

from privpolicy.law.duty import NoticeItem
from privpolicy.law.listing import LISTED, changes, entries, in_force
from privpolicy.law.load import available, load_pack
from privpolicy.law.pack import SECTIONS, statements
from privpolicy.model.moment import read_moment
from privpolicy.output.law_words import DUE, gist

PAGE = Path(__file__).parents[2] / "docs" / "law.md"
CONSOLE = re.compile(r"```console\n\$ privpolicy ([^\n]*)\n(.*?)```\n", re.DOTALL)
DAYS = ("2017-01-01", "2018-05-25", "2019-11-15", "2020-07-15", "2020-07-16", "2020-07-17", "2026-11-22")


# --- law ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("golden", "arguments"),
    [
        ("law-packs", ()),
        ("law-adequacy-before", ("eu-gdpr", "--at", "2020-07-15", "--section", "adequacy")),
        ("law-trackers", ("fr", "--at", "2019-11-15", "--section", "terminal-equipment")),
        ("law-lately", ("eu-gdpr", "--at", "2026-11-22", "--section", "deadlines", "--section", "pending")),
        ("law-rights", ("eu-gdpr", "--at", "2019-11-15", "--section", "rights", "--section", "criminal-data")),
        (
            "law-periods",
            ("fr", "--at", "2026-09-30", "--section", "terminal-figures", "--section", "retention-periods"),
        ),
        ("law-schrems", ("--from", "2020-07-15", "--to", "2020-07-17")),
        ("law-clauses", ("eu-gdpr", "--from", "2021-06-01", "--to", "2022-12-31", "--section", "clause-sets")),
        ("law-ages", ("--from", "2020-12-31", "--to", "2026-11-22", "--section", "ages-of-consent")),
    ],
)
def test_what_is_read(run: Run, golden: str, arguments: tuple[str, ...]) -> None:
    ran = run("law", *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(golden, ran.out)


def test_today(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privpolicy.cli.law.now", lambda: read_moment("2026-11-22T15:30:00Z"))
    ran = run("law", "fr")
    assert " in force on 2026-11-22; " in ran.out
    assert "note: `fr` was checked to 2026-10-01" in ran.out
    assert ran.out == run("law", "fr", "--at", "2026-11-22").out


def ids(run: Run, day: str) -> set[str]:
    answer = json.loads(run("law", "eu-gdpr", "--at", day, "--section", "adequacy", "--format", "json").out)
    return {fact["id"] for fact in answer["facts"]}


def test_a_fact_holds_to_the_day_before_its_until(run: Run) -> None:
    assert ids(run, "2020-07-15") - ids(run, "2020-07-16") == {"us-privacy-shield"}
    assert ids(run, "2020-07-16") == ids(run, "2020-07-17")


def test_both_days_of_a_time_are_included(run: Run) -> None:
    for first, last, found in (
        ("2020-07-15", "2020-07-16", 3),
        ("2020-07-16", "2020-07-16", 3),
        ("2020-07-16", "2020-07-17", 3),
        ("2020-07-14", "2020-07-15", 0),
        ("2020-07-17", "2020-07-18", 0),
    ):
        answer = json.loads(run("law", "--from", first, "--to", last, "--format", "json").out)
        assert (answer["from"], answer["to"]) == (first, last)
        assert len(answer["changes"]) == found
    assert run("law", "--from", "2020-07-17", "--to", "2020-07-18").out == (
        "eu-gdpr and fr: no change from 2020-07-17 to 2020-07-18, both days included\n"
    )
    assert run("law", "--from", "2020-07-16", "--to", "2020-07-16").out.startswith(
        "eu-gdpr and fr: 3 changes on 2020-07-16\n"
    )


def test_what_ended_and_what_follows(run: Run) -> None:
    answer = json.loads(run("law", "--from", "2020-02-01", "--to", "2020-07-16", "--format", "json").out)
    found = {change["fact"]["id"]: change for change in answer["changes"] if change["change"] == "ended"}
    assert found["us-privacy-shield"]["ended-by"] == {"id": "cjeu:C-311/18", "short": "CJEU C-311/18"}
    assert found["us-privacy-shield"]["followed-by"] == []
    assert found["united-kingdom-member"]["ended-by"] is None
    assert found["united-kingdom-member"]["followed-by"] == ["united-kingdom-transition"]


@pytest.mark.parametrize("name", available())
def test_changes_lead_from_one_day_to_another(name: str) -> None:
    """What holds on a day is what held before, without what ended and with what began since."""
    held = entries(load_pack(name))
    days = [read_moment(day) for day in DAYS]
    for before, after in pairwise(days):
        since = [change for change in changes(held, before, after) if change.moment > before]
        ended = [change.entry for change in since if change.happening == "ended"]
        began = [change.entry for change in since if change.happening in {"began", "happened"}]
        known = [*in_force(held, before), *began]
        assert [one for one in held if one in known and one not in ended] == in_force(held, after)


def test_the_packs_as_json(run: Run) -> None:
    packs = json.loads(run("law", "--format", "json").out)["packs"]
    assert [pack["id"] for pack in packs] == list(available())
    for pack in packs:
        held = statements(load_pack(pack["id"]))
        assert pack["facts"] + pack["pending"] == len(held)
        assert pack["builds-on"] == list(load_pack(pack["id"]).builds_on)


def test_facts_as_json(run: Run) -> None:
    arguments = ("eu-gdpr", "--at", "2026-11-22", "--section", "adequacy", "--section", "pending", "--format", "json")
    answer = json.loads(run("law", *arguments).out)
    framework = next(fact for fact in answer["facts"] if fact["id"] == "us-dpf")
    assert {key: framework[key] for key in ("section", "from", "until", "confidence", "recheck")} == {
        "section": "adequacy",
        "from": "2023-07-10",
        "until": None,
        "confidence": "verified",
        "recheck": True,
    }
    assert {"id": "eu:2023/1795", "short": "Decision (EU) 2023/1795"} in framework["cites"]
    assert {fact["section"] for fact in answer["pending"]} == {"pending"}
    assert all("as-of" in fact and "from" not in fact for fact in answer["pending"])


def test_what_is_pending_is_told_only_once_it_is_known(run: Run) -> None:
    assert "\npending" in run("law", "eu-gdpr", "--at", "2026-10-01").out
    assert "\npending" not in run("law", "eu-gdpr", "--at", "2020-07-16").out


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_line_is_wider_than_the_screen(run: Run, monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in (("--at", "2026-11-22"), ("--from", "1990-01-01", "--to", "2040-01-01")):
        lines = run("law", name, *arguments).out.splitlines()
        assert max(map(len, lines)) <= columns
        assert len(lines) > 100


def test_every_statement_says_something_in_one_line() -> None:
    wordless = set()
    for name in available():
        for section, key, fact in statements(load_pack(name)):
            said = gist(fact)
            if said is None:
                wordless.add(section)
            else:
                assert said.strip(), key
                assert "None" not in said, key
                assert "\n" not in said, key
                assert not re.search(r"\bPT?\d+[YMDH]\b", said), key
    assert wordless == {"transfer-tools", "notice-items", "contract-items"}
    assert set(DUE) == set(get_args(NoticeItem.model_fields["applies"].annotation))


def test_every_section_with_facts_is_listed() -> None:
    held = {section for name in available() for section, _, _ in statements(load_pack(name))}
    assert held == set(LISTED)
    assert set(LISTED) < set(SECTIONS.values())


def test_colours_change_no_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = [
        ("law",),
        ("law", "fr", "--at", "2019-11-15"),
        ("law", "--from", "2020-01-01", "--to", "2021-12-31"),
        ("cite", "gdpr:6-1-f"),
    ]
    for command in commands:
        plain = run(*command).out
        assert "\x1b[" not in plain
        monkeypatch.setenv("FORCE_COLOR", "1")
        coloured = run(*command).out
        monkeypatch.delenv("FORCE_COLOR")
        assert coloured != plain
        assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == plain


FAULTS: list[tuple[tuple[str, ...], str]] = [
    (("gdpr",), "no law pack is called `gdpr`\n  = help: did you mean `eu-gdpr`?"),
    (("zzz",), "no law pack is called `zzz`\n  = help: the packs are `eu-gdpr` and `fr`"),
    (("fr", "--section", "rule"), "--section: there is no section `rule`\n  = help: did you mean `rules`?"),
    (("fr", "--section", "adequacy"), "--section: `fr` holds nothing under `adequacy`\n  = help: `eu-gdpr` does"),
    (("fr", "--at", "15.11.2019"), "--at: `15.11.2019` is no date such as 2019-11-15"),
    (("fr", "--at", "2019-11-15T10:00:00Z"), "--at: `2019-11-15T10:00:00Z` is no date such as 2019-11-15"),
    (("fr", "--at", "2019-02-30"), "--at: `2019-02-30` is no date of the calendar"),
    (("fr", "--at", ""), "--at: `` is no date such as 2019-11-15"),
    (("--from", "x", "--to", "2020-07-17"), "--from: `x` is no date such as 2019-11-15"),
    (("--from", "2020-07-17", "--to", "y"), "--to: `y` is no date such as 2019-11-15"),
    (("--from", "2020-07-17"), "--from needs --to: what changed is told from one day to another"),
    (("fr", "--to", "2020-07-17"), "--to needs --from: what changed is told from one day to another"),
    (
        ("--from", "2020-07-17", "--to", "2020-07-16"),
        "--from 2020-07-17 lies after --to 2020-07-16\n  = help: change them over",
    ),
    (
        ("fr", "--at", "2020-07-17", "--from", "2020-07-16", "--to", "2020-07-17"),
        "--at asks for one day, and --from with --to for the time between two: give one of them",
    ),
    (
        ("--at", "2019-11-15"),
        "--at needs a pack: write `privpolicy law PACK --at …`\n  = help: the packs are `eu-gdpr` and `fr`",
    ),
    (
        ("--section", "rules"),
        "--section needs a pack: write `privpolicy law PACK --section …`\n  = help: the packs are `eu-gdpr` and `fr`",
    ),
    (
        ("fr", "--section", "instruments"),
        """--section: `instruments` holds what facts refer to, and no facts
  = help: `privpolicy cite ID` tells what a citation stands for""",
    ),
]


@pytest.mark.parametrize(("arguments", "fault"), FAULTS, ids=lambda part: part[:40] if isinstance(part, str) else None)
def test_what_cannot_be_asked(run: Run, arguments: tuple[str, ...], fault: str) -> None:
    ran = run("law", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {fault}\n")


def test_a_section_that_nothing_is_like(run: Run) -> None:
    ran = run("law", "fr", "--section", "zzz")
    assert ran.code == 2
    assert "the sections are gdpr-area, adequacy, " in ran.err


def test_a_section_of_which_nothing_holds_yet(run: Run) -> None:
    ran = run("law", "eu-gdpr", "--at", "2017-01-01", "--section", "criminal-data")
    assert ran.code == 0
    assert ran.out.splitlines()[1:] == ["no fact in force on 2017-01-01; the pack was checked to 2026-10-01"]


# --- cite ---------------------------------------------------------------------------------------------------


def test_what_ids_stand_for(run: Run) -> None:
    ran = run("cite", "gdpr:6-1-f", "cjeu:C-311/18", "fr-lil:82", "gdpr:recital-47")
    assert (ran.code, ran.err) == (0, "")
    assert_golden("cite", ran.out)


def test_citations_as_json(run: Run) -> None:
    ran = run("cite", "gdpr:6-1-f", "eu:2023/1795", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    point, decision = json.loads(ran.out)["citations"]
    assert point == {
        "id": "gdpr:6-1-f",
        "short": "Art. 6(1)(f) GDPR",
        "title": "Lawfulness of processing: legitimate interests",
        "reference": "Regulation (EU) 2016/679, OJ L 119, 4.5.2016, p. 1 (CELEX 32016R0679), Art. 6(1)(f)",
        "iri": "https://w3id.org/dpv/legal/eu/gdpr#A6-1-f",
    }
    assert decision["iri"] is None


@pytest.mark.parametrize(
    ("citation", "advice"),
    [
        ("gdpr:6-1-z", "did you mean `gdpr:6-1` or `gdpr:6-1-f`?"),
        ("cjeu:C-311/19", "did you mean `cjeu:C-311/18`?"),
        ("Art. 6(1)(f) GDPR", "did you mean `gdpr:6-1-f`?"),
        ("GDPR:6-1-F", "did you mean `gdpr:6-1-f`?"),
        ("zzz", "an id is an instrument and a place in it, such as `gdpr:6-1-f` or `cjeu:C-311/18`"),
        ("", "an id is an instrument and a place in it, such as `gdpr:6-1-f` or `cjeu:C-311/18`"),
    ],
)
def test_what_stands_for_nothing(run: Run, citation: str, advice: str) -> None:
    ran = run("cite", citation)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: nothing is cited as `{citation}`\n  = help: {advice}\n"


def test_the_others_are_told_all_the_same(run: Run) -> None:
    ran = run("cite", "gdpr:6-1-f", "gdpr:6-5", "gdpr:7")
    assert ran.code == 2
    assert [line for line in ran.out.splitlines() if "·" in line] == [
        "gdpr:6-1-f · Art. 6(1)(f) GDPR",
        "gdpr:7 · Art. 7 GDPR",
    ]
    assert ran.err.startswith("error: nothing is cited as `gdpr:6-5`\n")
    ran = run("cite", "gdpr:6-1-f", "gdpr:6-5", "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    faulty: dict[str, Any] = json.loads(ran.out)["citations"][1]
    assert faulty["id"] == "gdpr:6-5"
    assert faulty["error"]["message"] == "nothing is cited as `gdpr:6-5`"
    assert "gdpr:6" in faulty["error"]["near"]


def test_without_an_id(run: Run) -> None:
    assert run("cite").code == 2


# --- docs and start -----------------------------------------------------------------------------------------


def test_the_page_shows_what_is_printed(run: Run) -> None:
    """UPDATE_GOLDEN=1 writes the page anew, to be read again."""

    def printed(shown: re.Match[str]) -> str:
        ran = run(*shlex.split(shown[1]))
        assert (ran.code, ran.err) == (0, "")
        return f"```console\n$ privpolicy {shown[1]}\n\n{ran.out}```\n"

    page = PAGE.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(page)) == 4
    written = CONSOLE.sub(printed, page)
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(written, encoding="utf-8")
    assert written == PAGE.read_text(encoding="utf-8")


def test_other_commands_do_not_wait_for_whole_packs() -> None:
    program = "import sys, privpolicy.cli.check; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert not {"privpolicy.law.pack", "privpolicy.law.load", "privpolicy.output.law_text"} & set(loaded.stdout.split())
